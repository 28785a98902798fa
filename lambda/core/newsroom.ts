/** Who sends: what the operator said in the configuration, as mails and pages show it. */
export interface Newsroom {
  readonly name: string;
  readonly senderName: string;
  readonly senderAddress: string;
  readonly replyTo?: string;
  /** One line or several, as it stands in every footer. */
  readonly postalAddress: string;
  readonly privacyUrl: string;
  /** Where a reader reaches a person: a mail address or an https address. */
  readonly contact: string;
  /** BCP 47 tags of the locales that readers may choose, the default first. */
  readonly locales: readonly string[];
}
