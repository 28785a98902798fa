import { mergeDepthMax, mergesMax } from "#core/merge.ts";
import type { Answer, Operation } from "#core/operation.ts";
import { addressOf, type Topic, titleMaxLength } from "#core/topic.ts";
import { type AddTopicOutcome, type AddTopicPorts, addTopic } from "#pipeline/add-topic.ts";
import { type CloseTopicOutcome, closeTopic, reopenTopic } from "#pipeline/close-topic.ts";
import {
  type MergeRefusal,
  type MergeTopicsOutcome,
  type MergeTopicsPorts,
  mergeTopics,
} from "#pipeline/merge-topics.ts";
import { type RenameTopicOutcome, renameTopic } from "#pipeline/rename-topic.ts";
import { moment, noSuchTopic } from "./answer.ts";

export type TopicOperation = Exclude<
  Extract<Operation, { readonly command: `topic.${string}` }>,
  { readonly command: "topic.list" | "topic.show" }
>;

export type TopicAnswerPorts = AddTopicPorts & MergeTopicsPorts;

/** Does what was asked about topics. */
export async function topicAnswer(ports: TopicAnswerPorts, asked: TopicOperation): Promise<Answer> {
  const { topic } = asked;
  switch (asked.command) {
    case "topic.add":
      return addAnswer(topic, await addTopic(ports, { slug: topic, title: asked.title }));
    case "topic.rename":
      return renameAnswer(asked, await renameTopic(ports, asked));
    case "topic.close":
      return closeAnswer(topic, await closeTopic(ports, asked));
    case "topic.reopen":
      return closeAnswer(topic, await reopenTopic(ports, topic));
    case "topic.merge":
      return mergeAnswer(asked, await mergeTopics(ports, { from: topic, into: asked.into }));
  }
}

function addAnswer(slug: string, outcome: AddTopicOutcome): Answer {
  switch (outcome.kind) {
    case "added":
    case "known":
      return { done: { topic: outcome.topic.slug, title: outcome.topic.title, created: outcome.kind === "added" } };
    case "taken":
      return { refused: `The topic ${slug} exists already, under the title “${outcome.topic.title}”.` };
    case "refused":
      return { refused: outcome.reason === "slug" ? badSlug(slug) : badTitle };
  }
}

function renameAnswer(asked: { topic: string; slug?: string }, outcome: RenameTopicOutcome): Answer {
  switch (outcome.kind) {
    case "renamed":
      return { done: shown(outcome.topic) };
    case "no-such-topic":
      return noSuchTopic(asked.topic);
    case "taken":
      return { refused: `The slug ${asked.slug} leads to the topic “${outcome.topic.title}”, now or in older mails.` };
    case "refused":
      return { refused: outcome.reason === "slug" ? badSlug(asked.slug ?? "") : badTitle };
  }
}

function closeAnswer(slug: string, outcome: CloseTopicOutcome): Answer {
  if (outcome.kind === "no-such-topic") return noSuchTopic(slug);
  return { done: { ...shown(outcome.topic), changed: outcome.kind === "changed" } };
}

function mergeAnswer({ topic, into }: { topic: string; into: string }, outcome: MergeTopicsOutcome): Answer {
  switch (outcome.kind) {
    case "merged":
      return { done: { topic, into: outcome.into.slug, title: outcome.into.title } };
    case "no-such-topic":
      return noSuchTopic(outcome.topic);
    case "refused":
      return { refused: mergeRefusals[outcome.reason](topic, into) };
  }
}

const mergeRefusals: Readonly<Record<MergeRefusal, (topic: string, into: string) => string>> = {
  same: (topic, into) => `${topic} and ${into} are one topic already.`,
  "merged-before": (topic) => `The topic ${topic} was merged into another before: that cannot be undone.`,
  closed: (_, into) => `The topic ${into} is closed: open it with “bulletin topic reopen ${into}” first.`,
  "too-many": () => `There are at most ${mergesMax} merged topics, and at most ${mergeDepthMax} one after the other.`,
};

function badSlug(slug: string): string {
  return `“${slug}” cannot name a topic: use at most 60 lower-case letters and digits, with single hyphens between them.`;
}

const badTitle = `A topic's title has 1 to ${titleMaxLength} characters.`;

function shown(topic: Topic): Readonly<Record<string, unknown>> {
  const { slug, title, closed } = topic;
  return {
    topic: slug,
    address: addressOf(topic),
    title,
    ...(closed === undefined ? {} : { closedAt: moment(closed.at) }),
    ...(closed?.note === undefined ? {} : { note: closed.note }),
  };
}
