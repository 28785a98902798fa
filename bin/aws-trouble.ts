const sentences: readonly (readonly [what: RegExp, sentence: string])[] = [
  [
    /CredentialsProviderError|Could not load credentials|ExpiredToken|InvalidClientTokenId|UnrecognizedClient|TokenProviderError/,
    "There are no valid AWS credentials: log in, or name a profile in AWS_PROFILE. (For the stack on this machine, add --local.)",
  ],
  [/Region is missing/, "No AWS region is set: name it in AWS_REGION. (For the stack on this machine, add --local.)"],
  [/ECONNREFUSED/, "The stack does not answer: nothing listens at its address."],
  [
    /ENOTFOUND|EAI_AGAIN|ENETUNREACH|TimeoutError|ETIMEDOUT/,
    "AWS does not answer: is this machine connected to the network?",
  ],
  [/RequestTooLarge|RequestEntityTooLarge/, "The stack refuses it: it is more than 6 MB in one piece."],
];

/** Why a call to AWS failed, in one sentence for people. */
export function awsTrouble(error: unknown, stackName: string): string {
  if (!(error instanceof Error)) return "AWS did not do it, and gave no reason.";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const known = sentences.find(([what]) => what.test(`${error.name} ${code} ${error.message}`))?.[1];
  if (known !== undefined) return known;
  if (error.name === "ValidationError" && /does not exist/.test(error.message)) {
    return `There is no stack ${stackName} in this account and region: deploy it with npx cdk deploy --all.`;
  }
  if (/AccessDenied/.test(error.name)) return `AWS does not allow it: ${firstLine(error.message)}`;
  return `AWS did not do it: ${error.name}: ${firstLine(error.message)}`;
}

function firstLine(message: string): string {
  return message.split("\n")[0] ?? "";
}
