/**
 * What can be rebuilt: the stages, in the order in which each needs what another has.
 */
import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { alarmCodes } from "#core/alarm-code.ts";
import { Alarms } from "./alarms.ts";
import { Api } from "./api.ts";
import type { FunctionCode } from "./bundle-functions.ts";
import type { CheckedConfig } from "./config.ts";
import { Gather } from "./gather.ts";
import { Listen } from "./listen.ts";
import { Mail } from "./mail.ts";
import { Notify } from "./notify.ts";
import { Operate } from "./operate.ts";
import { Plan } from "./plan.ts";
import { Send } from "./send.ts";
import { Site } from "./site.ts";
import type { StorageStack } from "./storage-stack.ts";
import { Tick } from "./tick.ts";
import { WebDoor } from "./web-door.ts";

export interface PipelineStackProps extends StackProps {
  readonly code: FunctionCode;
  readonly config: CheckedConfig;
  readonly storage: StorageStack;
}

export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    const { code, config, storage, ...stackProps } = props;
    super(scope, id, { ...stackProps, description: "Bulletin: what can be rebuilt" });
    const alarms = new Alarms(this, "Alarms", { address: config.alarmAddress });
    for (const code of alarmCodes) alarms.watchCode(code);
    const surroundings = { code, config, storage, alarms };
    const door = new WebDoor(this, "Door", config.site);
    const mail = new Mail(this, "Mail", config);

    const { queue: notices } = new Notify(this, "Notify", { ...surroundings, mail, siteOrigin: door.origin });
    const { digests, alerts } = new Send(this, "Send", { ...surroundings, mail, siteOrigin: door.origin });
    const { queue: parts } = new Plan(this, "Plan", { ...surroundings, digests, alerts });
    const { queue: polls } = new Gather(this, "Gather", { ...surroundings, parts, siteOrigin: door.origin });
    new Site(this, "Site", { ...surroundings, door, notices, polls });
    new Api(this, "Api", { ...surroundings, door, parts, polls });
    new Tick(this, "Tick", { ...surroundings, mail, parts, digests, alerts, notices, polls });
    new Listen(this, "Listen", { ...surroundings, mail });
    const operate = new Operate(this, "Operate", { ...surroundings, parts, digests, alerts, polls });

    new CfnOutput(this, "SiteOrigin", { value: door.origin });
    new CfnOutput(this, "OperateFunction", { value: operate.functionName });
    const dnsRecords = door.dnsRecord === undefined ? mail.dnsRecords : [door.dnsRecord, ...mail.dnsRecords];
    for (const [index, record] of dnsRecords.entries()) {
      new CfnOutput(this, `DnsRecord${index + 1}`, { value: record });
    }
  }
}
