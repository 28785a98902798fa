import { randomBytes } from "node:crypto";
import {
  type AttributeValue,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type ReturnValue,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { Fault } from "#core/fault.ts";
import type { Item } from "./item.ts";
import type { Key } from "./keys.ts";
import { byList, type DynamoTable } from "./table.ts";

/** Most pages of 1 MB that one question may walk: a partition that has more is not one of ours. */
const pagesMax = 500;

/** What must be so of the item for a write to happen. Attributes are written `#name`, values `:name`. */
export interface Condition {
  readonly holds: string;
  readonly values?: Item;
}

/** Nothing stands at the key yet. */
export const isAbsent: Condition = { holds: "attribute_not_exists(#pk)" };

/** What changes in an item, which comes into being with it. */
export interface Change {
  readonly set?: Item;
  /** Numbers or texts that a set gains. */
  readonly add?: Item;
  /** Numbers or texts that a set loses. */
  readonly drop?: Item;
  readonly remove?: readonly string[];
}

/** The item at `key`, read consistently; only `attributes` of it where they are given. */
export async function get(table: DynamoTable, key: Key, attributes?: readonly string[]): Promise<Item | undefined> {
  const projection = attributes?.map((name) => `#${name}`).join(", ");
  const command = new GetItemCommand({
    TableName: table.name,
    Key: attributesOf(key),
    ConsistentRead: true,
    ...(projection === undefined ? {} : { ProjectionExpression: projection, ...namesIn(projection) }),
  });
  const answer = await asked("reading", key, () => table.client.send(command));
  return answer?.Item;
}

/** Puts a whole item. Says whether `condition` was so. */
export async function put(table: DynamoTable, key: Key, item: Item, condition?: Condition): Promise<boolean> {
  const command = new PutItemCommand({
    TableName: table.name,
    Item: { ...attributesOf(key), ...item },
    ...conditioned(condition),
  });
  return (await asked("putting", key, () => table.client.send(command))) !== undefined;
}

/** Changes an item. Says whether `condition` was so. */
export async function update(table: DynamoTable, key: Key, change: Change, condition?: Condition): Promise<boolean> {
  return (await updated(table, key, change, condition)) !== undefined;
}

/** Changes an item, and gives what `look` asks for of it; undefined where `condition` was not so. */
export async function updated(
  table: DynamoTable,
  key: Key,
  change: Change,
  condition?: Condition,
  look: ReturnValue = "NONE",
): Promise<Item | undefined> {
  const sets = Object.keys(change.set ?? {}).map((name) => `#${name} = :${name}`);
  const adds = Object.keys(change.add ?? {}).map((name) => `#${name} :${name}`);
  const drops = Object.keys(change.drop ?? {}).map((name) => `#${name} :${name}`);
  const removes = (change.remove ?? []).map((name) => `#${name}`);
  const clauses = [
    sets.length > 0 ? `SET ${sets.join(", ")}` : "",
    adds.length > 0 ? `ADD ${adds.join(", ")}` : "",
    drops.length > 0 ? `DELETE ${drops.join(", ")}` : "",
    removes.length > 0 ? `REMOVE ${removes.join(", ")}` : "",
  ];
  const expression = clauses.filter((clause) => clause !== "").join(" ");
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: attributesOf(key),
    UpdateExpression: expression,
    ReturnValues: look,
    ...conditioned(condition, expression, { ...change.set, ...change.add, ...change.drop }),
  });
  const answer = await asked("changing", key, () => table.client.send(command));
  return answer === undefined ? undefined : (answer.Attributes ?? {});
}

/** Deletes an item. Says whether `condition` was so. */
export async function remove(table: DynamoTable, key: Key, condition: Condition): Promise<boolean> {
  const command = new DeleteItemCommand({
    TableName: table.name,
    Key: attributesOf(key),
    ...conditioned(condition),
  });
  return (await asked("deleting", key, () => table.client.send(command))) !== undefined;
}

/**
 * Whether this very call made the conditional write that `write` tries.
 *
 * When an answer is lost the SDK asks again, and the second try meets the item that the first one wrote. Whoever then
 * believed that another was faster would give up a claim that is their own, and its mail would never go. So each try
 * carries a name, and who loses looks whose name stands there: one read more, only for losers.
 */
export async function wins(
  table: DynamoTable,
  key: Key,
  write: (writer: { readonly writer: AttributeValue }) => Promise<boolean>,
): Promise<boolean> {
  const writer = randomBytes(6).toString("base64url");
  if (await write({ writer: { S: writer } })) return true;
  const standing = await get(table, key, ["writer"]);
  return standing?.["writer"]?.S === writer;
}

/** Which items of a partition are asked for. */
export interface Question {
  readonly pk: string;
  /** A condition on `#sk`, for example `begins_with(#sk, :start)`. */
  readonly where?: Condition;
  readonly newestFirst?: boolean;
  readonly limit?: number;
  readonly attributes?: readonly string[];
}

/** The items of a partition in order of their sort keys, read consistently, over all pages. */
export async function items(table: DynamoTable, question: Question): Promise<readonly Item[]> {
  const { pk, where, newestFirst, limit, attributes } = question;
  const condition = where === undefined ? "#pk = :pk" : `#pk = :pk AND ${where.holds}`;
  const projection = attributes?.map((name) => `#${name}`).join(", ");
  return pages(table, pk, limit, {
    KeyConditionExpression: condition,
    ExpressionAttributeValues: { ":pk": { S: pk }, ...valuesNamed(where?.values) },
    ...namesIn(condition, projection),
    ...(projection === undefined ? {} : { ProjectionExpression: projection }),
    ...(newestFirst === true ? { ScanIndexForward: false } : {}),
    ConsistentRead: true,
  });
}

/** The keys of a list's items in order of their places after `after`, eventually consistent, over all pages. */
export async function listed(
  table: DynamoTable,
  list: string,
  after?: string,
  limit?: number,
): Promise<readonly Item[]> {
  const condition = after === undefined ? "#list = :list" : "#list = :list AND #place > :after";
  return pages(table, list, limit, {
    IndexName: byList,
    KeyConditionExpression: condition,
    ExpressionAttributeValues: { ":list": { S: list }, ...(after === undefined ? {} : { ":after": { S: after } }) },
    ProjectionExpression: "#place",
    ...namesIn(condition, "#place"),
  });
}

/** The keys of the first `limit` of a list's items with places before `end`, eventually consistent. */
export async function listedTo(table: DynamoTable, list: string, end: string, limit: number): Promise<readonly Item[]> {
  return pages(table, list, limit, {
    IndexName: byList,
    KeyConditionExpression: "#list = :list AND #place < :end",
    ExpressionAttributeValues: { ":list": { S: list }, ":end": { S: end } },
    ProjectionExpression: "#place",
    ...namesIn("#list #place"),
  });
}

/** Which part of a list is asked for: the last `limit` of the places from `from` to `upTo`. */
export interface Stretch {
  readonly from: string;
  readonly upTo: string;
  readonly limit: number;
}

/** The keys of a list's items, the last place first, eventually consistent. */
export async function listedBackwards(table: DynamoTable, list: string, stretch: Stretch): Promise<readonly Item[]> {
  const { from, upTo, limit } = stretch;
  return pages(table, list, limit, {
    IndexName: byList,
    KeyConditionExpression: "#list = :list AND #place BETWEEN :from AND :upTo",
    ExpressionAttributeValues: { ":list": { S: list }, ":from": { S: from }, ":upTo": { S: upTo } },
    ProjectionExpression: "#pk, #place",
    ...namesIn("#list #pk #place"),
    ScanIndexForward: false,
  });
}

type QueryInput = ConstructorParameters<typeof QueryCommand>[0];

async function pages(
  table: DynamoTable,
  subject: string,
  limit: number | undefined,
  input: Omit<QueryInput, "TableName">,
): Promise<Item[]> {
  const found: Item[] = [];
  let start: Item | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const command = new QueryCommand({
      TableName: table.name,
      ...input,
      ...(limit === undefined ? {} : { Limit: limit - found.length }),
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    const answer = await asked("querying", { pk: subject, sk: "" }, () => table.client.send(command));
    for (const item of answer?.Items ?? []) found.push(item);
    start = answer?.LastEvaluatedKey;
    if (start === undefined || (limit !== undefined && found.length >= limit)) return found;
  }
  throw new Fault("dynamo.malformed", `${subject} has more than ${pagesMax} pages of items`);
}

/** The answer, or undefined where the condition was not so. */
async function asked<T>(doing: string, key: Key, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof Error && cause.name === "ConditionalCheckFailedException") return undefined;
    throw new Fault("dynamo.unavailable", `DynamoDB failed while ${doing} ${key.pk} ${key.sk}`, { cause });
  }
}

function attributesOf(key: Key): Item {
  return { pk: { S: key.pk }, sk: { S: key.sk } };
}

function conditioned(condition: Condition | undefined, expression = "", values: Item = {}) {
  const named = valuesNamed({ ...values, ...condition?.values });
  return {
    ...(condition === undefined ? {} : { ConditionExpression: condition.holds }),
    ...namesIn(expression, condition?.holds),
    ...(Object.keys(named).length === 0 ? {} : { ExpressionAttributeValues: named }),
  };
}

/** Every attribute goes by a placeholder: DynamoDB reserves some 570 words, `state` and `at` among them. */
function namesIn(...expressions: readonly (string | undefined)[]) {
  const names = expressions.flatMap((expression) => expression?.match(/#\w+/g) ?? []);
  if (names.length === 0) return {};
  return { ExpressionAttributeNames: Object.fromEntries(names.map((name) => [name, name.slice(1)])) };
}

function valuesNamed(values: Item = {}): Item {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value]));
}
