/**
 * A DynamoDB and an SQS that hold an audience of any size without keeping it: they make up each answer when they are asked.
 *
 * They know just what planning asks. Run as a process of its own, so that no memory of theirs counts as the planner's:
 * `node endpoint.ts <shards>`; the first line printed is its port. The audience `due.20000` has so many members.
 */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";

const [shards = 1] = process.argv.slice(2).map(Number);

/** The runs that are planned: nothing else is asked for again. */
const kept = new Map<string, unknown>();

interface Asked {
  readonly Item?: Record<string, { readonly S?: string }>;
  readonly Key?: Record<string, { readonly S?: string }>;
  readonly ExpressionAttributeValues?: Record<string, { readonly S?: string }>;
  readonly Limit?: number;
  readonly Entries?: readonly { readonly Id: string; readonly MessageBody: string }[];
}

const answers: Readonly<Record<string, (asked: Asked) => unknown>> = {
  Query: membersAfter,
  GetItem: ({ Key }) => ({ Item: kept.get(nameOf(Key)) }),
  PutItem: ({ Item }) => {
    if (Item?.["sk"]?.S === "RUN") kept.set(nameOf(Item), Item);
    return {};
  },
  UpdateItem: () => ({}),
  SendMessageBatch: ({ Entries = [] }) => ({
    Successful: Entries.map(({ Id, MessageBody }) => ({
      Id,
      MessageId: Id,
      MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex"),
    })),
  }),
};

const server = createServer((request, response) => {
  void answerTo(request).then((body) => {
    response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
    response.end(body);
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" ? address?.port : "");
});
// It ends with whoever started it.
process.stdin.on("end", () => process.exit()).resume();

async function answerTo(request: IncomingMessage): Promise<string> {
  const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
  const answer = answers[operation];
  if (answer === undefined) throw new Error(`planning asked for ${operation}, which is not known here`);
  return JSON.stringify(answer(JSON.parse((await buffer(request)).toString("utf8")) as Asked));
}

function nameOf(key: Asked["Key"]): string {
  return `${key?.["pk"]?.S} ${key?.["sk"]?.S}`;
}

/** A page of the index: the members of one shard after the last one known. Ids have 16 characters, as real ones do. */
function membersAfter({ ExpressionAttributeValues: values, Limit = 0 }: Asked): unknown {
  const [audience = "", shard = 0] = values?.[":list"]?.S?.split("#").map((part) => part.replace("due.", "")) ?? [];
  const subscribers = Number(audience);
  const inShard = Math.floor(subscribers / shards) + (Number(shard) < subscribers % shards ? 1 : 0);
  const after = values?.[":after"]?.S;
  const start = after === undefined ? 0 : Number(after.slice(2)) + 1;
  const count = Math.max(0, Math.min(Limit, inShard - start));
  const ids = Array.from({ length: count }, (_, index) => `r-${String(start + index).padStart(14, "0")}`);
  const Items = ids.map((id) => ({ place: { S: id } }));
  // DynamoDB says so wherever it stopped at the limit, also at the very end.
  const LastEvaluatedKey = count === Limit ? { list: values?.[":list"], place: { S: ids.at(-1) } } : undefined;
  return { Items, Count: count, ScannedCount: count, LastEvaluatedKey };
}
