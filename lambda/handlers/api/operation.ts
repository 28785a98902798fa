// What an operation of the API is: one description for the route that answers it and for the document that tells of it.

import type * as z from "zod";
import type { Ability, ApiKey } from "#core/api-key.ts";
import type { AddSourcePorts } from "#pipeline/add-source.ts";
import type { AddTopicPorts } from "#pipeline/add-topic.ts";
import type { AnswerOncePorts } from "#pipeline/answer-once.ts";
import type { AuthorizeKeyPorts } from "#pipeline/authorize-key.ts";
import type { ListDevelopmentsPorts } from "#pipeline/list-developments.ts";
import type { ApiKeys } from "#pipeline/ports/keys.ts";
import type { PublishPorts } from "#pipeline/publish.ts";
import type { Problem, ProblemName } from "./problem.ts";
import type { ReadNews } from "./pull-operation.ts";

/** What the operations work with. */
export interface ApiPorts
  extends PublishPorts,
    AddTopicPorts,
    AddSourcePorts,
    ListDevelopmentsPorts,
    AuthorizeKeyPorts,
    AnswerOncePorts {
  readonly keys: ApiKeys;
  readonly readNews: ReadNews;
}

/** What was asked, once it is known by whom and that it fits. */
export interface Asked<Body, Query> {
  readonly key: ApiKey;
  /** The topic in the address, or the hook's; empty where the operation is about none. */
  readonly topic: string;
  /** The number of the development in the address. */
  readonly development: number;
  /** The id of the source in the address. */
  readonly source: string;
  readonly query: Query;
  readonly body: Body;
  readonly ifMatch: string | undefined;
}

export type Done = {
  readonly status: 200 | 201 | 202;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A schema with the name under which the document shows it. */
export interface NamedSchema<Value = unknown> {
  readonly name: string;
  readonly schema: z.ZodType<Value>;
}

export interface BodyOf<Value> extends NamedSchema<Value> {
  /** The part of a union that a value is meant for, so that what is wrong is told of that part alone. */
  readonly choose?: (value: unknown) => z.ZodType<Value>;
  readonly examples: Readonly<Record<string, unknown>>;
}

export interface Operation<Body = unknown, Query = unknown> {
  readonly id: string;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With its parameters in braces. */
  readonly path: string;
  readonly summary: string;
  /** What the key must be able to; *hook* means that the message is signed instead. */
  readonly needs: Ability;
  readonly query?: z.ZodObject & z.ZodType<Query>;
  readonly body?: BodyOf<Body>;
  /** What it answers where all is well: by status, in words, with the schema of the body. */
  readonly answers: Readonly<Record<number, { readonly says: string; readonly body: NamedSchema }>>;
  /** What it may refuse beside what every operation may. */
  readonly refuses: readonly ProblemName[];
  readonly takesIfMatch?: true;
  readonly answer: (ports: ApiPorts, asked: Asked<Body, Query>) => Promise<Done | Problem>;
}

/** An operation whose body and query are of the types that its schemas give. */
export function operation<Body, Query = object>(described: Operation<Body, Query>): Operation {
  return described as unknown as Operation;
}

/** The answer where the topic's story has ended. */
export function topicClosed(slug: string): Problem {
  return {
    problem: "topic-closed",
    detail: `The topic ${slug} is closed: it takes corrections and withdrawals alone.`,
  };
}

/** The answer where the topic goes on in another. */
export function topicMerged(slug: string): Problem {
  const detail = `The topic ${slug} has been merged into another: what was said in it before stands as it is.`;
  return { problem: "topic-merged", detail };
}

/** The answer where the topic is not there, or is not the key's: both are the same, so that nobody finds out by asking. */
export function noSuchTopic(slug: string): Problem {
  return { problem: "no-such-topic", detail: `There is no topic “${slug.slice(0, 60)}” for this key.` };
}
