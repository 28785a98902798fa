/**
 * How mails leave: the sender's identity, and the configuration set that has SES report what became of each.
 */
import { Aws, Stack } from "aws-cdk-lib";
import { ConfigurationSet, EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import { Construct } from "constructs";
import type { FunctionName } from "#handlers/settings.ts";
import { acknowledge } from "./acknowledge.ts";
import { type CheckedConfig, domainOf } from "./config.ts";
import type { StageFunction } from "./stage-function.ts";

export class Mail extends Construct {
  readonly configurationSet: ConfigurationSet;
  /** The records that the sending domain's DNS must have before SES takes a mail. */
  readonly dnsRecords: readonly string[];
  readonly #identityArns: readonly string[];

  constructor(scope: Construct, id: string, config: CheckedConfig) {
    super(scope, id);
    this.configurationSet = new ConfigurationSet(this, "ConfigurationSet");
    const { senderAddress } = config.newsroom;
    // SES asks for the address's own identity where the account has one, else for its domain's.
    const identities = [config.sendingDomain ?? domainOf(senderAddress), senderAddress];
    this.#identityArns = identities.map((name) => this.#sesArn("identity", name));
    this.dnsRecords = config.sendingDomain === undefined ? [] : this.#addIdentity(config.sendingDomain);
  }

  get configurationSetName(): string {
    return this.configurationSet.configurationSetName;
  }

  /** Lets a function send: SES asks for the configuration set as well as for the identity (aws-cdk issue 34402). */
  allowSending(sender: StageFunction<FunctionName>): void {
    const configurationSet = this.#sesArn("configuration-set", this.configurationSetName);
    sender.allow(["ses:SendRawEmail"], [...this.#identityArns, configurationSet]);
  }

  /** Lets a function ask how much SES takes a second and a day. */
  allowAskingQuota(sender: StageFunction<FunctionName>): void {
    sender.allow(["ses:GetSendQuota"], ["*"]);
    acknowledge(sender, {
      "AwsSolutions-IAM5[Resource::*]": "ses:GetSendQuota is about the whole account: IAM knows no resource for it.",
    });
  }

  #addIdentity(domain: string): readonly string[] {
    const mailFrom = `bounces.${domain}`;
    const identity = new EmailIdentity(this, "Domain", {
      identity: Identity.domain(domain),
      mailFromDomain: mailFrom,
    });
    return [
      ...identity.dkimRecords.map(({ name, value }) => `${name} CNAME ${value}`),
      `${mailFrom} MX 10 feedback-smtp.${Aws.REGION}.amazonses.com`,
      `${mailFrom} TXT "v=spf1 include:amazonses.com ~all"`,
      // Gmail and Yahoo take no bulk mail from a domain without DMARC.
      `_dmarc.${domain} TXT "v=DMARC1; p=none"`,
    ];
  }

  #sesArn(resource: "identity" | "configuration-set", resourceName: string): string {
    return Stack.of(this).formatArn({ service: "ses", resource, resourceName });
  }
}
