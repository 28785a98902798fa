import type { Instant } from "#core/instant.ts";
import type { Notice, NoticeState, Notices } from "#pipeline/ports/notices.ts";

interface Standing {
  readonly notice: Notice;
  readonly state: NoticeState;
  readonly queuedAt: Instant;
}

/** The notices, in memory. */
export function memoryNotices(now: () => Instant): Notices {
  const notices = new Map<string, Standing>();
  return {
    async put(notice, coolFrom) {
      const standing = notices.get(notice.id);
      if (standing !== undefined && standing.notice.causedAt > coolFrom) return false;
      notices.set(notice.id, { notice, state: "waiting", queuedAt: notice.causedAt });
      return true;
    },
    async get(id) {
      const standing = notices.get(id);
      return standing === undefined ? undefined : { notice: standing.notice, state: standing.state };
    },
    async move(id, causedAt, from, to) {
      const standing = notices.get(id);
      if (standing?.notice.causedAt !== causedAt || standing.state !== from) return false;
      notices.set(id, { ...standing, state: to, queuedAt: to === "waiting" ? now() : standing.queuedAt });
      return true;
    },
    async waiting(queuedBefore, limit) {
      return [...notices.values()]
        .filter(({ state, queuedAt }) => state === "waiting" && queuedAt < queuedBefore)
        .sort((a, b) => a.queuedAt - b.queuedAt || (a.notice.id < b.notice.id ? -1 : 1))
        .slice(0, limit)
        .map(({ notice }) => notice.id);
    },
    async noteQueued(id, at) {
      const standing = notices.get(id);
      if (standing?.state === "waiting") notices.set(id, { ...standing, queuedAt: at });
    },
  };
}
