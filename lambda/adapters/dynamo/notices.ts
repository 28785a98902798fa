import type { Instant } from "#core/instant.ts";
import type { Notice, NoticeState, Notices } from "#pipeline/ports/notices.ts";
import { expiry, type Item, jsonOf, malformed, text, textOf, whole } from "./item.ts";
import { noticeKey, parseWaitingPlace, waitingNoticesList, waitingPlace } from "./keys.ts";
import { get, listed, put, update, wins } from "./requests.ts";
import { type DynamoTable, logsUntil } from "./table.ts";

const states: readonly NoticeState[] = ["waiting", "started", "submitted", "refused"];

/** The notices, one item a cause. */
export function dynamoNotices(table: DynamoTable): Notices {
  return {
    async put(notice, coolFrom) {
      const key = noticeKey(notice.id);
      const item = {
        notice: text(JSON.stringify(notice)),
        state: text("waiting"),
        causedAt: whole(notice.causedAt),
        expiresAt: expiry(logsUntil(table, notice.causedAt)),
        ...listing(notice.id, notice.causedAt),
      };
      const cooled = {
        holds: "attribute_not_exists(#pk) OR #causedAt <= :coolFrom",
        values: { coolFrom: whole(coolFrom) },
      };
      return wins(table, key, (writer) => put(table, key, { ...item, ...writer }, cooled));
    },
    async get(id) {
      const item = await get(table, noticeKey(id));
      if (item === undefined) return undefined;
      const notice = jsonOf<Notice>(
        item,
        "notice",
        ({ subscriber, contents, link }) =>
          typeof subscriber === "string" && contents?.kind !== undefined && link?.purpose !== undefined,
      );
      const state = textOf(item, "state");
      return { notice, state: states.find((one) => one === state) ?? malformed(item, "a state that is one") };
    },
    async move(id, causedAt, from, to) {
      const key = noticeKey(id);
      const still = {
        holds: "#causedAt = :causedAt AND #state = :from",
        values: { causedAt: whole(causedAt), from: text(from) },
      };
      const change =
        to === "waiting"
          ? { set: { state: text(to), ...listing(id, table.now()) } }
          : { set: { state: text(to) }, remove: ["list", "place"] };
      return wins(table, key, (writer) => update(table, key, { ...change, set: { ...change.set, ...writer } }, still));
    },
    async waiting(queuedBefore, limit) {
      const places = (await listed(table, waitingNoticesList, undefined, limit)).map((item) => textOf(item, "place"));
      return places.map(parseWaitingPlace).flatMap(({ at, id }) => (at < queuedBefore ? [id] : []));
    },
    async noteQueued(id, at) {
      const set = listing(id, at);
      const waits = { holds: "#state = :waiting", values: { waiting: text("waiting") } };
      await update(table, noticeKey(id), { set }, waits);
    },
  };
}

/** A notice stands in the list only while it waits. */
function listing(id: string, queuedAt: Instant): Item {
  return { list: text(waitingNoticesList), place: text(waitingPlace(queuedAt, id)) };
}
