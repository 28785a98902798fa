/** What this project uses of MJML 5, which ships no types. */
declare module "mjml" {
  export interface MjmlOptions {
    readonly filePath: string;
    readonly includePath: string;
    readonly ignoreIncludes: boolean;
    readonly keepComments: boolean;
    readonly fonts: Readonly<Record<string, string>>;
    readonly validationLevel: "strict" | "soft" | "skip";
  }
  export default function mjml2html(source: string, options: MjmlOptions): Promise<{ readonly html: string }>;
}
