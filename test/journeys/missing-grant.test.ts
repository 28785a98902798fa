// The gate bites: a grant that is missing from the template fails here, by name, and not after the deploy.

import { describe, expect, test } from "vitest";
import { startLocalStack, type Template } from "#test/support/local-stack.ts";

interface Statement {
  readonly Action: string | readonly string[];
}

/** Takes one action out of every policy of the roles whose logical id begins with `role`. */
function withoutGrant(templates: Record<string, Template>, role: string, action: string): void {
  const { Resources } = templates["BulletinPipeline"] ?? { Resources: {} };
  for (const [id, resource] of Object.entries(Resources)) {
    if (resource.Type !== "AWS::IAM::Policy" || !id.startsWith(role)) continue;
    const document = resource.Properties["PolicyDocument"] as { Statement: Statement[] };
    document.Statement = document.Statement.filter(({ Action }) => ![Action].flat().includes(action));
  }
}

describe("a stack without one grant", () => {
  test("fails the journey at the first mail, and names what was denied", async () => {
    const stack = await startLocalStack({
      mutateTemplate: (templates) => withoutGrant(templates, "Notify", "ses:SendRawEmail"),
    });
    try {
      await stack.bulletin("topic", "add", "harbour-strike", "--title", "the harbour strike", "--local");
      await fetch(`${stack.site}/topics/harbour-strike/subscribe`, {
        method: "POST",
        body: new URLSearchParams({ email: "rosa@reader.example", cadence: "daily", zone: "UTC", locale: "en" }),
      });
      await stack.advance("PT1H");
      expect(await stack.messages("rosa@reader.example")).toEqual([]);
      expect(await stack.denied()).toContainEqual(
        expect.objectContaining({ function: "notify", service: "ses", operation: "SendRawEmail" }),
      );
    } finally {
      await stack.stop();
    }
  }, 120_000);
});
