// The tools of the connection help, in the order of its menu, with the settings for each edition; one entry per tool.
import { curl, dbt, pyarrow, sqlalchemy } from './code.ts'
import { addressOf, type Client, ENCODED_TOKEN, PROJECT, TOKEN } from './snippet.ts'

const DRIVER_CLASS = 'org.apache.arrow.driver.jdbc.ArrowFlightJdbcDriver'
const DRIVER = 'Driver: <https://www.dremio.com/drivers/jdbc/|Arrow Flight SQL JDBC>'
const JDBC_DRIVER = `${DRIVER}, class \`${DRIVER_CLASS}\`. Java needs \`--add-opens=java.base/java.nio=ALL-UNNAMED\`.`
const DBEAVER_DRIVER = `${DRIVER}, to be added once in *Database*, *Driver Manager*.`
const OTHER_PROJECT = `For another project than your default one, add \`&catalog=${PROJECT}\`.`
// ODBCConnection.cc in https://github.com/dremio/flightsql-odbc parses a value as `{.+}` (greedily), or as text without
// `=`.
const BRACES =
  'Keep the braces around the token, or the driver cuts it at its first `=`; write `Driver=` without any. In `odbc.ini` and in the form of a data source there are none.'
const MAY_SIGN_IN =
  'You may do without a token here: choose OAuth 2.0 and sign in, if your administrators have set that up.'
// Software's pages ask for the user's own name, except the page on tokens: "users may need to use $token as the
// username".
const DOLLAR_TOKEN = 'If your user name is refused, try `$token`.'

/**
 * Software encrypts only if it is configured to:
 * https://docs.dremio.com/current/client-applications/drivers/arrow-flight-sql-odbc-driver
 */
const unlessEncrypted = (remedy: string) => `If your Dremio does not encrypt this, ${remedy}.`

export const clients: readonly Client[] = [
  {
    id: 'jdbc',
    name: 'JDBC (Arrow Flight SQL)',
    reaches: 'data',
    pages: {
      cloud: 'explore-analyze/client-apps/drivers/arrow-flight-sql-jdbc',
      software: 'client-applications/drivers/arrow-flight-sql-jdbc-driver',
    },
    cloud: ({ flight }) => ({
      code: [`jdbc:arrow-flight-sql://${addressOf(flight)}/?token=${ENCODED_TOKEN}`],
      notes: [`No user name and no password. ${OTHER_PROJECT}`, JDBC_DRIVER],
    }),
    software: ({ flight, user }) => ({
      code: [
        `jdbc:arrow-flight-sql://${addressOf(flight)}/?user=${encodeURIComponent(user)}&password=${ENCODED_TOKEN}`,
      ],
      notes: [`${unlessEncrypted('add `&useEncryption=false`')} ${DOLLAR_TOKEN}`, JDBC_DRIVER],
    }),
  },
  {
    id: 'odbc',
    name: 'ODBC (Arrow Flight SQL)',
    reaches: 'data',
    pages: {
      cloud: 'explore-analyze/client-apps/drivers/arrow-flight-sql-odbc',
      software: 'client-applications/drivers/arrow-flight-sql-odbc-driver',
    },
    cloud: ({ flight: { host, port } }) => ({
      code: [`Host=${host};Port=${port};UseEncryption=true;Token={${TOKEN}}`],
      notes: [`No \`UID\` and no \`PWD\`. ${BRACES}`],
    }),
    software: ({ flight: { host, port }, user }) => ({
      code: [`Host=${host};Port=${port};UseEncryption=true;UID=${user};PWD={${TOKEN}}`],
      notes: [BRACES, `${unlessEncrypted('write `UseEncryption=false`')} ${DOLLAR_TOKEN}`],
    }),
  },
  {
    id: 'python-flight',
    name: 'Python (Arrow Flight)',
    reaches: 'data',
    pages: { cloud: 'developer/arrow-flight', software: 'developer/arrow-flight' },
    cloud: ({ flight }) => pyarrow(addressOf(flight)),
    software: ({ flight }) => pyarrow(addressOf(flight), unlessEncrypted('write `grpc+tcp://`')),
  },
  {
    id: 'python-sqlalchemy',
    name: 'Python (SQLAlchemy), Superset',
    reaches: 'data',
    pages: { cloud: 'explore-analyze/client-apps/apache-superset', software: 'client-applications/superset' },
    cloud: ({ flight }) =>
      sqlalchemy((token) => `dremio+flight://${addressOf(flight)}/?token=${token}&UseEncryption=true`),
    software: ({ flight, user }) =>
      sqlalchemy(
        (token) => `dremio+flight://${encodeURIComponent(user)}:${token}@${addressOf(flight)}/?UseEncryption=true`,
        `${unlessEncrypted('write `UseEncryption=false`')} ${DOLLAR_TOKEN}`,
      ),
  },
  {
    id: 'dbt',
    name: 'dbt',
    reaches: 'rest',
    pages: { cloud: 'developer/dbt', software: 'data-products/deploy-with-dbt' },
    cloud: ({ api, user }) =>
      dbt([
        `cloud_host: ${api.host}`,
        `cloud_project_id: ${PROJECT}`,
        `user: ${user}`,
        'use_ssl: true',
        'enterprise_catalog_namespace: NAMESPACE',
        'enterprise_catalog_folder: FOLDER',
      ]),
    software: ({ api, user }) =>
      dbt([
        `software_host: ${api.hostname}`,
        `port: ${api.port || (api.protocol === 'https:' ? 443 : 80)}`,
        `user: ${user}`,
        `use_ssl: ${api.protocol === 'https:'}`,
        'dremio_space: SPACE',
        'object_storage_source: SOURCE',
      ]),
  },
  {
    id: 'dbeaver',
    name: 'DBeaver',
    reaches: 'data',
    pages: { cloud: 'explore-analyze/client-apps/dbeaver', software: 'client-applications/dbeaver' },
    cloud: ({ flight }) => ({
      fields: [
        ['Class name of the driver', DRIVER_CLASS],
        ['JDBC URL', `jdbc:arrow-flight-sql://${addressOf(flight)}/?token=${ENCODED_TOKEN}`],
        ['Username', ''],
        ['Password', ''],
      ],
      notes: [OTHER_PROJECT, DBEAVER_DRIVER],
    }),
    software: ({ flight, user }) => ({
      fields: [
        ['Class name of the driver', DRIVER_CLASS],
        ['JDBC URL', `jdbc:arrow-flight-sql://${addressOf(flight)}`],
        ['Username', user],
        ['Password', TOKEN, 'as it is'],
      ],
      notes: [
        `${unlessEncrypted('add the driver property `useEncryption` = `false`')} ${DOLLAR_TOKEN}`,
        DBEAVER_DRIVER,
      ],
    }),
  },
  {
    id: 'tableau',
    name: 'Tableau',
    reaches: 'data',
    pages: { cloud: 'explore-analyze/client-apps/tableau', software: 'client-applications/tableau' },
    cloud: ({ region, legacy }) => ({
      fields: [
        ['Product', 'Dremio Cloud'],
        ['Region', region === 'eu' ? 'Europe' : 'US', legacy && `or the server \`${legacy.host}\` in 2024.3 and older`],
        ['Authentication', 'Personal Access Token'],
        ['Password', TOKEN],
      ],
      notes: [
        'No user name.',
        ...(legacy ? [] : ['Tick *Use Arrow Flight SQL Driver* (Advanced); *Region* knows public addresses only.']),
        MAY_SIGN_IN,
      ],
    }),
    software: ({ legacy, flight, user }) => ({
      fields: [
        ['Product', 'Dremio Software'],
        ['Server', legacy?.host ?? flight.host],
        ['Port', String(legacy?.port), `${flight.port} with *Use Arrow Flight SQL Driver* (Advanced)`],
        ['Authentication', 'Username and Password'],
        ['Username', user],
        ['Password', TOKEN],
      ],
      notes: [`Tick *Require SSL* if your Dremio encrypts this. ${DOLLAR_TOKEN}`, MAY_SIGN_IN],
    }),
  },
  {
    id: 'power-bi',
    name: 'Power BI',
    reaches: 'data',
    pages: {
      cloud: 'explore-analyze/client-apps/microsoft-power-bi',
      software: 'client-applications/microsoft-power-bi',
    },
    cloud: ({ flight }) => ({
      fields: [
        ['Get data', 'Dremio Cloud'],
        ['Server', `adbc://${flight.host}`],
        ['Authentication', 'Key'],
        ['Account key', TOKEN],
      ],
      notes: [
        'No user name.',
        'You may do without a token here: choose Microsoft account and sign in, if your administrators have set that up.',
      ],
    }),
    software: ({ flight, user }) => ({
      fields: [
        ['Get data', 'Dremio Software'],
        ['Server', `adbc://${flight.host}`],
        ['Authentication', 'Key'],
        ['Account key', TOKEN],
      ],
      notes: [`Where only Basic is offered: username \`${user}\`, and the token as password. ${DOLLAR_TOKEN}`],
    }),
  },
  {
    id: 'curl',
    name: 'curl (REST)',
    reaches: 'rest',
    pages: { cloud: 'api', software: 'reference/api' },
    cloud: ({ api }) => curl(`${api.origin}/v0/projects`),
    software: ({ api }) => curl(`${api.origin}/api/v3/catalog`),
  },
]

/** Shown before a tool is chosen, and for tools that are not listed. */
export const anotherTool: Client = {
  id: 'other',
  name: 'Another tool',
  reaches: 'data',
  pages: { cloud: 'explore-analyze/client-apps', software: 'client-applications' },
  // The user name: https://docs.dremio.com/dremio-cloud/api/personal-access-token
  cloud: ({ flight, legacy, api }) => ({
    fields: [
      ['Arrow Flight SQL', addressOf(flight), 'encrypted'],
      ...(legacy ? [['Dremio’s older JDBC driver', `jdbc:dremio:direct=${addressOf(legacy)};ssl=true`] as const] : []),
      ['User name', '$token', 'with the dollar sign, if one is asked for'],
      ['Password', TOKEN],
      ['REST', api.origin, `with the header \`Authorization: Bearer ${TOKEN}\``],
    ],
  }),
  // https://docs.dremio.com/current/security/authentication/personal-access-tokens names both user names.
  software: ({ flight, legacy, api, user }) => ({
    fields: [
      ['Arrow Flight SQL', addressOf(flight)],
      ...(legacy ? [['Dremio’s older JDBC driver', `jdbc:dremio:direct=${addressOf(legacy)}`] as const] : []),
      ['User name', user, 'your own at Dremio; or `$token`, with the dollar sign, if that is refused'],
      ['Password', TOKEN],
      ['REST', api.origin, `with the header \`Authorization: Bearer ${TOKEN}\``],
    ],
  }),
}

/** In the order of the menu. */
export const offeredTools: readonly Client[] = [...clients, anotherTool]
