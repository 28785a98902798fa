import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { Fault } from "#core/fault.ts";
import type { Instant } from "#core/instant.ts";

/** An item, or a part of one, as DynamoDB writes it. */
export type Item = Record<string, AttributeValue>;

/** A text attribute. */
export function text(value: string): AttributeValue {
  return { S: value };
}

/** A number attribute. */
export function whole(value: number): AttributeValue {
  return { N: String(value) };
}

/** A set of numbers; DynamoDB has no empty ones. */
export function wholes(values: readonly number[]): AttributeValue {
  return { NS: values.map(String) };
}

/** A set of texts; DynamoDB has no empty ones. */
export function texts(values: readonly string[]): AttributeValue {
  return { SS: [...values] };
}

/** When DynamoDB may delete the item: it counts in seconds, so it waits for the end of the one begun. */
export function expiry(at: Instant): AttributeValue {
  return whole(Math.ceil(at / 1000));
}

/** Whether the item's time is over, deleted or not. */
export function isOver(item: Item, now: Instant): boolean {
  return item["expiresAt"] !== undefined && numberOf(item, "expiresAt") * 1000 <= now;
}

/** @throws {Fault} `dynamo.malformed` where the item has no such text */
export function textOf(item: Item, name: string): string {
  return item[name]?.S ?? malformed(item, `the text ${name}`);
}

/** @throws {Fault} `dynamo.malformed` where the item has no such number */
export function numberOf(item: Item, name: string): number {
  const value = Number(item[name]?.N ?? Number.NaN);
  return Number.isSafeInteger(value) ? value : malformed(item, `the number ${name}`);
}

/** The numbers of a set, ascending. */
export function numbersOf(item: Item, name: string): number[] {
  const values = item[name]?.NS?.map(Number);
  return values?.sort((a, b) => a - b) ?? malformed(item, `the numbers ${name}`);
}

/** The texts of a set; none where the item lacks it, since DynamoDB has no empty sets. */
export function textsOf(item: Item, name: string): readonly string[] {
  if (item[name] === undefined) return [];
  return item[name].SS ?? malformed(item, `the texts ${name}`);
}

/**
 * What an attribute of JSON holds.
 *
 * @param isOne tells whether it is what it should be
 * @throws {Fault} `dynamo.malformed` where it is not
 */
export function jsonOf<T>(item: Item, name: string, isOne: (value: Partial<T>) => boolean): T {
  const value = parsed(textOf(item, name));
  const fits = typeof value === "object" && value !== null && isOne(value as Partial<T>);
  return fits ? (value as T) : malformed(item, `what ${name} should hold`);
}

/** @throws {Fault} always: `dynamo.malformed`, and what was missing */
export function malformed(item: Item, missing: string): never {
  throw new Fault("dynamo.malformed", `The item ${item["pk"]?.S ?? "?"} ${item["sk"]?.S ?? "?"} lacks ${missing}`);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
