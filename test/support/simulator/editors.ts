import type { FoundDevelopment } from "#core/development.ts";
import { addTopic } from "#pipeline/add-topic.ts";
import { correct, publish, withdraw } from "#pipeline/publish.ts";
import type { Persistent } from "./persistent.ts";
import type { StepPorts } from "./ports.ts";
import type { EditorsDeed } from "./scenario.ts";
import type { World } from "./world.ts";

/** Those who publish. */
export interface Editors {
  addTopic(slug: string, title: string): void;
  do(deed: EditorsDeed): void;
}

/** How long an editor waits for a development that is not there yet, in milliseconds. */
const notYetMs = 60_000;

export function editors({ stores }: World, { act, later }: Persistent): Editors {
  const put = (topic: string, developments: readonly FoundDevelopment[], deed: EditorsDeed): void => {
    const importance = deed.kind === "publish" ? deed.importance : undefined;
    const publishing = { topic, developments, ...(importance === undefined ? {} : { importance }) };
    act("publish", (ports) => publish(ports, publishing));
  };
  const edit = (deed: EditorsDeed, headline: string, work: (ports: StepPorts, number: number) => Promise<unknown>) => {
    act(
      deed.kind,
      async (ports) => {
        const versions = await stores.topicLog.read(deed.topic, 0);
        const number = versions.find((version) => version.headline === headline)?.development;
        if (number !== undefined) await work(ports, number);
        return number !== undefined;
      },
      (isFound) => {
        if (!isFound) later(notYetMs, () => edit(deed, headline, work));
      },
    );
  };
  return {
    addTopic: (slug, title) => act("add-topic", (ports) => addTopic(ports, { slug, title })),
    do: (deed) => {
      const { topic } = deed;
      switch (deed.kind) {
        case "publish":
          put(
            topic,
            deed.headlines.map((headline) => ({ headline, key: headline })),
            deed,
          );
          break;
        case "reword":
          put(topic, [{ headline: deed.headline, key: deed.headline, text: deed.text }], deed);
          break;
        case "correct":
          edit(deed, deed.headline, (ports, development) =>
            correct(ports, { topic, development, wording: { headline: deed.to }, atOnce: deed.atOnce === true }),
          );
          break;
        case "withdraw":
          edit(deed, deed.headline, (ports, development) =>
            withdraw(ports, { topic, development, atOnce: deed.atOnce === true }),
          );
      }
    },
  };
}
