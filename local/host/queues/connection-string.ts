import { setting } from '../local-settings.ts';

/** App settings by name: the environment with local.settings.json below it. */
export type Settings = Readonly<Record<string, string | undefined>>;

/**
 * The connection string that a binding's `connection` stands for (left out: `AzureWebJobsStorage`); like the host,
 * `AzureWebJobs<connection>` is looked up before `<connection>`.
 * Throws one sentence, without the value, when there is none or when it is an identity-based connection.
 */
export function connectionString(connection: string | undefined, settings: Settings): string {
  const names =
    connection === undefined || connection === ''
      ? ['AzureWebJobsStorage']
      : [`AzureWebJobs${connection}`, connection];
  for (const name of names) {
    const value = setting(settings, name);
    if (value !== undefined && value !== '') return value;
  }
  const identity = Object.keys(settings).find((key) => names.some((name) => key.startsWith(`${name}__`)));
  if (identity !== undefined) {
    throw new Error(
      `${identity} makes this an identity-based connection, which works in Azure only: set ${names.at(-1) ?? ''} to a connection string, for example UseDevelopmentStorage=true.`,
    );
  }
  throw new Error(`The connection string ${names.at(-1) ?? ''} is missing from the settings.`);
}
