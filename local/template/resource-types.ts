/**
 * The types of resources that the local run knows, and what each is called here.
 *
 * A type that is not in this table stops the start: something of the deployed stack would be missing here unseen.
 */

export interface Place {
  readonly region: string;
  readonly account: string;
  /** Where all AWS calls go; queue URLs lie under it. */
  readonly gateway: string;
}

export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Naming {
  readonly place: Place;
  /** The physical name that CloudFormation would make up. */
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Identify = (naming: Naming) => Identity;

const named = (property: string, arn: (name: string, place: Place) => string): Identify => {
  return ({ place, name, properties }) => {
    const own = String(properties[property] ?? name);
    return { ref: own, attributes: { Arn: arn(own, place) } };
  };
};

const arnOf = (service: string, prefix: string) => (name: string, place: Place) =>
  `arn:aws:${service}:${place.region}:${place.account}:${prefix}${name}`;

const table = named("TableName", arnOf("dynamodb", "table/"));
const nothing: Identify = ({ name }) => ({ ref: name, attributes: {} });

/** Built here. */
const BUILT: Readonly<Record<string, Identify>> = {
  "AWS::ApiGatewayV2::Api": ({ place, name }) => {
    const id = apiId(name);
    return {
      ref: id,
      attributes: { ApiId: id, ApiEndpoint: `https://${id}.execute-api.${place.region}.amazonaws.com` },
    };
  },
  "AWS::ApiGatewayV2::Integration": nothing,
  "AWS::ApiGatewayV2::Route": nothing,
  "AWS::ApiGatewayV2::Stage": ({ name, properties }) => ({
    ref: String(properties["StageName"] ?? name),
    attributes: {},
  }),
  "AWS::DynamoDB::GlobalTable": table,
  "AWS::DynamoDB::Table": table,
  "AWS::Events::Rule": named("Name", arnOf("events", "rule/")),
  "AWS::IAM::Policy": nothing,
  "AWS::IAM::Role": ({ place, name, properties }) => {
    const own = String(properties["RoleName"] ?? name);
    return { ref: own, attributes: { Arn: `arn:aws:iam::${place.account}:role/${own}`, RoleId: name } };
  },
  "AWS::Lambda::EventSourceMapping": nothing,
  "AWS::Lambda::Function": named("FunctionName", arnOf("lambda", "function:")),
  "AWS::Lambda::Permission": nothing,
  "AWS::SES::ConfigurationSet": ({ name, properties }) => ({ ref: String(properties["Name"] ?? name), attributes: {} }),
  "AWS::SES::ConfigurationSetEventDestination": nothing,
  "AWS::SES::EmailIdentity": ({ properties }) => emailIdentity(String(properties["EmailIdentity"])),
  "AWS::SNS::Subscription": nothing,
  "AWS::SNS::Topic": ({ place, name, properties }) => {
    const own = String(properties["TopicName"] ?? name);
    const arn = arnOf("sns", "")(own, place);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: own } };
  },
  "AWS::SNS::TopicPolicy": nothing,
  "AWS::SQS::Queue": ({ place, name, properties }) => {
    const own = String(properties["QueueName"] ?? name);
    const url = `${place.gateway}/${place.account}/${own}`;
    return { ref: url, attributes: { QueueUrl: url, QueueName: own, Arn: arnOf("sqs", "")(own, place) } };
  },
  "AWS::SQS::QueuePolicy": nothing,
  "AWS::SecretsManager::Secret": ({ place, name, properties }) => {
    const arn = arnOf("secretsmanager", "secret:")(`${String(properties["Name"] ?? name)}-local0`, place);
    return { ref: arn, attributes: { Id: arn } };
  },
};

/** Known, and nothing is to be done for them here. */
const NEEDS_NOTHING: Readonly<Record<string, Identify>> = {
  "AWS::ApiGatewayV2::ApiMapping": nothing,
  "AWS::ApiGatewayV2::DomainName": ({ name, properties }) => ({
    ref: String(properties["DomainName"] ?? name),
    attributes: { RegionalDomainName: `${name}.local`, RegionalHostedZoneId: "LOCAL" },
  }),
  "AWS::CDK::Metadata": nothing,
  "AWS::CloudWatch::Alarm": named("AlarmName", arnOf("cloudwatch", "alarm:")),
  "AWS::CloudWatch::CompositeAlarm": named("AlarmName", arnOf("cloudwatch", "alarm:")),
  "AWS::CloudWatch::Dashboard": nothing,
  "AWS::Logs::LogGroup": ({ place, name, properties }) => {
    const own = String(properties["LogGroupName"] ?? name);
    return { ref: own, attributes: { Arn: arnOf("logs", "log-group:")(`${own}:*`, place) } };
  },
  "AWS::Logs::MetricFilter": nothing,
  "AWS::Logs::ResourcePolicy": nothing,
  "AWS::SecretsManager::ResourcePolicy": nothing,
};

/** How a resource of `type` is called, or undefined where the type is not known. */
export function identifyType(type: string): Identify | undefined {
  return BUILT[type] ?? NEEDS_NOTHING[type];
}

const API_ID_LENGTH = 10;

/** Ten characters, as API Gateway's ids have. */
function apiId(name: string): string {
  return (
    `local${name.toLowerCase().replace(/[^a-z0-9]/g, "")}`.slice(0, 5) + name.toLowerCase().slice(5 - API_ID_LENGTH)
  );
}

function emailIdentity(identity: string): Identity {
  const tokens = [1, 2, 3].flatMap((n) => [
    [`DkimDNSTokenName${n}`, `local${n}._domainkey.${identity}`],
    [`DkimDNSTokenValue${n}`, `local${n}.dkim.amazonses.com`],
  ]);
  return { ref: identity, attributes: Object.fromEntries(tokens) };
}
