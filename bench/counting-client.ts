/** A client of DynamoDB that counts what DynamoDB would charge for each call, under a name for what is asked. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** What one kind of request has come to. */
export interface Count {
  requests: number;
  readUnits: number;
  writeUnits: number;
}

export type Counts = ReadonlyMap<string, Count>;

export interface CountingClient {
  readonly client: DynamoDBClient;
  readonly counts: Counts;
}

type Command = Parameters<DynamoDBClient["send"]>[0];
type Output = { readonly ConsumedCapacity?: Consumed };
type Consumed = Units & { readonly Table?: Units; readonly GlobalSecondaryIndexes?: Readonly<Record<string, Units>> };
type Units = { readonly CapacityUnits?: number };

interface Input {
  readonly Key?: KeyAttributes;
  readonly Item?: KeyAttributes;
  readonly IndexName?: string;
  readonly ConsistentRead?: boolean;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly S?: string }>>;
}

type KeyAttributes = Readonly<Record<string, { readonly S?: string }>>;

/** @param around called with the real request, so that time can pass around it */
export function countingClient(
  real: DynamoDBClient,
  around: <T>(ask: () => Promise<T>) => Promise<T> = (ask) => ask(),
): CountingClient {
  const counts = new Map<string, Count>();
  const send = (command: Command): Promise<unknown> =>
    around(async () => {
      const input = command.input as Input;
      const operation = command.constructor.name.replace("Command", "");
      Object.assign(command.input, { ReturnConsumedCapacity: "INDEXES" });
      const name = `${operation} ${subjectOf(input)}`;
      const count = counts.get(name) ?? { requests: 0, readUnits: 0, writeUnits: 0 };
      counts.set(name, count);
      count.requests += 1;
      try {
        const output = (await real.send(command)) as Output;
        add(count, operation, input, output);
        return output;
      } catch (failure) {
        // A write whose condition is not so is charged like one that was made; ours of that kind are up to 1 kB.
        if (failure instanceof Error && failure.name === "ConditionalCheckFailedException") count.writeUnits += 1;
        throw failure;
      }
    });
  return { client: { send } as unknown as DynamoDBClient, counts };
}

const reading = new Set(["GetItem", "Query"]);

/**
 * Adds the units of a call: the engine's, and by DynamoDB's rules what it leaves out.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
function add(count: Count, operation: string, input: Input, { ConsumedCapacity: consumed }: Output): void {
  const units = consumed?.CapacityUnits ?? 0;
  // Finding nothing costs as much as finding little.
  if (reading.has(operation)) count.readUnits += Math.max(units, input.ConsistentRead === true ? 1 : 0.5);
  else if (consumed?.GlobalSecondaryIndexes !== undefined) count.writeUnits += units;
  else count.writeUnits += units + indexUnits(operation, input);
}

/** An item that comes into the index or goes is one write there; one that changes its place is deleted and put. */
function indexUnits(operation: string, { Item, Key, UpdateExpression, ExpressionAttributeNames }: Input): number {
  if (operation === "DeleteItem") return Key?.["sk"]?.S?.startsWith("IN#") ? 1 : 0;
  if (Item !== undefined) return Item["list"] === undefined ? 0 : 1;
  const names = UpdateExpression?.match(/#\w+/g)?.map((name) => ExpressionAttributeNames?.[name]) ?? [];
  return names.includes("list") ? 2 : 0;
}

/** What a call is about: the kind of its partition, and where there are several, of the item. */
function subjectOf({ Key, Item, IndexName, ExpressionAttributeValues: values }: Input): string {
  if (IndexName !== undefined) return `list ${kindOf(values?.[":list"]?.S).split(".")[0]}`;
  const key = Key ?? Item;
  const place = kindOf(key?.["sk"]?.S);
  const partition = kindOf(key?.["pk"]?.S ?? values?.[":pk"]?.S);
  return key === undefined || place === partition ? partition : `${partition} ${place}`;
}

function kindOf(name: string | undefined): string {
  return name?.split("#")[0] ?? "?";
}
