import type { AccountState, Hold, HoldReason } from "#core/account.ts";
import type { Account } from "#pipeline/ports/account.ts";
import { type Item, malformed, numberOf, text, textOf, texts, textsOf, whole } from "./item.ts";
import { accountKey } from "./keys.ts";
import { type Condition, get, update, updated, wins } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

const reasons: readonly HoldReason[] = ["quota", "account", "brake"];

/** What holds for the whole account: one item of its own partition, that never expires. */
export function dynamoAccount(table: DynamoTable): Account {
  const change = (what: Parameters<typeof update>[2], condition?: Condition) =>
    update(table, accountKey, what, condition);
  return {
    async state() {
      const item = await get(table, accountKey);
      return item === undefined ? { stopped: new Set(), openAlerts: new Set() } : stateOf(item);
    },
    async setRate(rate, at) {
      // As text: rates may have fractions, and other numbers of the table are whole.
      const set = { rate: text(String(rate)), ratedAt: whole(at) };
      await change({ set }, { holds: "attribute_not_exists(#ratedAt) OR #ratedAt <= :ratedAt" });
    },
    async hold({ reason, code, since }) {
      const set = { holdReason: text(reason), holdSince: whole(since) };
      const what =
        code === undefined ? { set, remove: ["holdCode"] } : { set: { ...set, holdCode: text(code) }, remove: [] };
      return wins(table, accountKey, (writer) =>
        change({ ...what, set: { ...what.set, ...writer } }, outranks(reason)),
      );
    },
    async release(since) {
      const still = { holds: "#holdSince = :since", values: { since: whole(since) } };
      await change({ remove: ["holdReason", "holdSince", "holdCode", "writer"] }, still);
    },
    async stop(run) {
      await change({ add: { stopped: texts([run]) } });
    },
    async resume(run) {
      await change({ drop: { stopped: texts([run]) } });
    },
    async openAlert(run) {
      await change({ add: { openAlerts: texts([run]) } });
    },
    async closeAlert(run) {
      await change({ drop: { openAlerts: texts([run]) } });
    },
    async seat(queue) {
      const name = `seats_${queue}`;
      const item = await updated(table, accountKey, { add: { [name]: whole(1) } }, undefined, "UPDATED_NEW");
      return numberOf(item ?? {}, name);
    },
  };
}

/** A brake takes the place of any other hold; the others come only where none stands. */
function outranks(reason: HoldReason): Condition {
  const none = "attribute_not_exists(#holdReason)";
  if (reason !== "brake") return { holds: none };
  return { holds: `${none} OR #holdReason <> :holdReason` };
}

function stateOf(item: Item): AccountState {
  const rate = item["rate"] === undefined ? undefined : Number(textOf(item, "rate"));
  if (rate !== undefined && !(rate > 0)) malformed(item, "a rate above 0");
  return {
    stopped: new Set(textsOf(item, "stopped")),
    openAlerts: new Set(textsOf(item, "openAlerts")),
    ...(rate === undefined ? {} : { rate, ratedAt: numberOf(item, "ratedAt") }),
    ...(item["holdReason"] === undefined ? {} : { hold: holdOf(item) }),
  };
}

function holdOf(item: Item): Hold {
  const said = textOf(item, "holdReason");
  const reason = reasons.find((one) => one === said) ?? malformed(item, "a reason to hold that is one");
  const hold = { reason, since: numberOf(item, "holdSince") };
  return item["holdCode"] === undefined ? hold : { ...hold, code: textOf(item, "holdCode") };
}
