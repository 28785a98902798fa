import type { Notice, NoticeState, Notices } from "#pipeline/ports/notices.ts";

/** The notices, in memory. */
export function memoryNotices(): Notices {
  const notices = new Map<string, { readonly notice: Notice; readonly state: NoticeState }>();
  return {
    async put(notice, coolFrom) {
      const standing = notices.get(notice.id);
      if (standing !== undefined && standing.notice.causedAt > coolFrom) return false;
      notices.set(notice.id, { notice, state: "waiting" });
      return true;
    },
    async get(id) {
      return notices.get(id);
    },
    async move(id, causedAt, from, to) {
      const standing = notices.get(id);
      if (standing?.notice.causedAt !== causedAt || standing.state !== from) return false;
      notices.set(id, { notice: standing.notice, state: to });
      return true;
    },
  };
}
