import type { Instant } from "#core/instant.ts";
import type { GivenAnswers, Repeatable, Standing } from "#pipeline/ports/given-answers.ts";

/** The answers given to requests that may be repeated, in memory. */
export function memoryGivenAnswers(): GivenAnswers {
  const given = new Map<string, Standing & { readonly begunAt: Instant; readonly until: Instant }>();
  const place = ({ owner, name }: Repeatable) => `${owner} ${name}`;
  return {
    async begin(request, { at, abandonedBefore, until }) {
      const standing = given.get(place(request));
      const isFree =
        standing === undefined ||
        standing.until <= at ||
        (standing.answer === undefined && standing.begunAt < abandonedBefore);
      if (!isFree) {
        const { asked, answer } = standing;
        return answer === undefined ? { asked } : { asked, answer };
      }
      given.set(place(request), { asked: request.asked, begunAt: at, until });
      return "begun";
    },
    async finish(request, begunAt, answer) {
      const standing = given.get(place(request));
      if (standing?.begunAt === begunAt) given.set(place(request), { ...standing, answer });
    },
    async forget(request, begunAt) {
      const standing = given.get(place(request));
      if (standing?.begunAt === begunAt && standing.answer === undefined) given.delete(place(request));
    },
  };
}
