// The tools of the connection help, in the order of its menu, with the settings for each edition; one entry per tool.
import { inlineText } from '../views/block-kit.ts'
import { curl, dbt, pyarrow, sqlalchemy } from './code.ts'
import { addressOf, type Client, ENCODED_TOKEN, PROJECT, TOKEN } from './snippet.ts'

const DRIVER_CLASS = 'org.apache.arrow.driver.jdbc.ArrowFlightJdbcDriver'
const DRIVER = '<https://www.dremio.com/drivers/jdbc/|Arrow Flight SQL JDBC>'
const JDBC_DRIVER = { driver: DRIVER, driverClass: DRIVER_CLASS }
const OTHER_PROJECT = { project: PROJECT }

export const clients: readonly Client[] = [
  {
    id: 'jdbc',
    name: 'JDBC (Arrow Flight SQL)',
    reaches: 'data',
    pages: {
      cloud: 'explore-analyze/client-apps/drivers/arrow-flight-sql-jdbc',
      software: 'client-applications/drivers/arrow-flight-sql-jdbc-driver',
    },
    cloud: ({ flight, words: { notes } }) => ({
      code: [`jdbc:arrow-flight-sql://${addressOf(flight)}/?token=${ENCODED_TOKEN}`],
      notes: [`${notes.noUserNameOrPassword} ${notes.otherProject(OTHER_PROJECT)}`, notes.jdbcDriver(JDBC_DRIVER)],
    }),
    software: ({ flight, user, words: { notes } }) => ({
      code: [
        `jdbc:arrow-flight-sql://${addressOf(flight)}/?user=${encodeURIComponent(user)}&password=${ENCODED_TOKEN}`,
      ],
      // Software encrypts only if it is configured to:
      // https://docs.dremio.com/current/client-applications/drivers/arrow-flight-sql-odbc-driver
      // Its pages ask for the user's own name, except the page on tokens: "users may need to use $token as the username".
      notes: [`${notes.unencrypted.jdbc} ${notes.dollarToken}`, notes.jdbcDriver(JDBC_DRIVER)],
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
    // ODBCConnection.cc in https://github.com/dremio/flightsql-odbc parses a value as `{.+}` (greedily), or as text
    // without `=`.
    cloud: ({ flight: { host, port }, words: { notes } }) => ({
      code: [`Host=${host};Port=${port};UseEncryption=true;Token={${TOKEN}}`],
      notes: [`${notes.noUidOrPwd} ${notes.odbcBraces}`],
    }),
    software: ({ flight: { host, port }, user, words: { notes } }) => ({
      code: [`Host=${host};Port=${port};UseEncryption=true;UID=${user};PWD={${TOKEN}}`],
      notes: [notes.odbcBraces, `${notes.unencrypted.odbc} ${notes.dollarToken}`],
    }),
  },
  {
    id: 'python-flight',
    name: 'Python (Arrow Flight)',
    reaches: 'data',
    pages: { cloud: 'developer/arrow-flight', software: 'developer/arrow-flight' },
    cloud: ({ flight, words }) => pyarrow(words, addressOf(flight)),
    software: ({ flight, words }) => pyarrow(words, addressOf(flight), words.notes.unencrypted.pyarrow),
  },
  {
    id: 'python-sqlalchemy',
    name: 'Python (SQLAlchemy), Superset',
    reaches: 'data',
    pages: { cloud: 'explore-analyze/client-apps/apache-superset', software: 'client-applications/superset' },
    cloud: ({ flight, words }) =>
      sqlalchemy(words, (token) => `dremio+flight://${addressOf(flight)}/?token=${token}&UseEncryption=true`),
    software: ({ flight, user, words }) =>
      sqlalchemy(
        words,
        (token) => `dremio+flight://${encodeURIComponent(user)}:${token}@${addressOf(flight)}/?UseEncryption=true`,
        `${words.notes.unencrypted.sqlalchemy} ${words.notes.dollarToken}`,
      ),
  },
  {
    id: 'dbt',
    name: 'dbt',
    reaches: 'rest',
    pages: { cloud: 'developer/dbt', software: 'data-products/deploy-with-dbt' },
    cloud: ({ api, user, words }) =>
      dbt(words, [
        `cloud_host: ${api.host}`,
        `cloud_project_id: ${PROJECT}`,
        `user: ${user}`,
        'use_ssl: true',
        'enterprise_catalog_namespace: NAMESPACE',
        'enterprise_catalog_folder: FOLDER',
      ]),
    software: ({ api, user, words }) =>
      dbt(words, [
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
    cloud: ({ flight, words: { notes } }) => ({
      fields: [
        ['Class name of the driver', DRIVER_CLASS],
        ['JDBC URL', `jdbc:arrow-flight-sql://${addressOf(flight)}/?token=${ENCODED_TOKEN}`],
        ['Username', ''],
        ['Password', ''],
      ],
      notes: [notes.otherProject(OTHER_PROJECT), notes.dbeaverDriver({ driver: DRIVER })],
    }),
    software: ({ flight, user, words: { notes, remarks } }) => ({
      fields: [
        ['Class name of the driver', DRIVER_CLASS],
        ['JDBC URL', `jdbc:arrow-flight-sql://${addressOf(flight)}`],
        ['Username', user],
        ['Password', TOKEN, remarks.unencoded],
      ],
      notes: [`${notes.unencrypted.dbeaver} ${notes.dollarToken}`, notes.dbeaverDriver({ driver: DRIVER })],
    }),
  },
  {
    id: 'tableau',
    name: 'Tableau',
    reaches: 'data',
    pages: { cloud: 'explore-analyze/client-apps/tableau', software: 'client-applications/tableau' },
    cloud: ({ region, legacy, words: { notes, remarks } }) => ({
      fields: [
        ['Product', 'Dremio Cloud'],
        ['Region', region === 'eu' ? 'Europe' : 'US', legacy && remarks.olderTableau(legacy)],
        ['Authentication', 'Personal Access Token'],
        ['Password', TOKEN],
      ],
      notes: [notes.noUserName, ...(legacy ? [] : [notes.flightDriver]), notes.oauthInstead],
    }),
    software: ({ legacy, flight, user, words: { notes, remarks } }) => ({
      fields: [
        ['Product', 'Dremio Software'],
        ['Server', legacy?.host ?? flight.host],
        ['Port', String(legacy?.port), remarks.flightPort(flight)],
        ['Authentication', 'Username and Password'],
        ['Username', user],
        ['Password', TOKEN],
      ],
      notes: [`${notes.unencrypted.tableau} ${notes.dollarToken}`, notes.oauthInstead],
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
    cloud: ({ flight, words: { notes } }) => ({
      fields: [
        ['Get data', 'Dremio Cloud'],
        ['Server', `adbc://${flight.host}`],
        ['Authentication', 'Key'],
        ['Account key', TOKEN],
      ],
      notes: [notes.noUserName, notes.microsoftInstead],
    }),
    software: ({ flight, user, words: { notes } }) => ({
      fields: [
        ['Get data', 'Dremio Software'],
        ['Server', `adbc://${flight.host}`],
        ['Authentication', 'Key'],
        ['Account key', TOKEN],
      ],
      notes: [`${notes.basicOnly({ user: inlineText(user) })} ${notes.dollarToken}`],
    }),
  },
  {
    id: 'curl',
    name: 'curl (REST)',
    reaches: 'rest',
    pages: { cloud: 'api', software: 'reference/api' },
    cloud: ({ api, words }) => curl(words, `${api.origin}/v0/projects`),
    software: ({ api, words }) => curl(words, `${api.origin}/api/v3/catalog`),
  },
]

/** Shown before a tool is chosen, and for tools that are not listed. */
export const anotherTool: Client = {
  id: 'other',
  reaches: 'data',
  pages: { cloud: 'explore-analyze/client-apps', software: 'client-applications' },
  // The user name: https://docs.dremio.com/dremio-cloud/api/personal-access-token
  cloud: ({ flight, legacy, api, words: { fields, remarks } }) => ({
    fields: [
      ['Arrow Flight SQL', addressOf(flight), remarks.encrypted],
      ...(legacy ? [[fields.olderDriver, `jdbc:dremio:direct=${addressOf(legacy)};ssl=true`] as const] : []),
      [fields.userName, '$token', remarks.dollarToken],
      [fields.password, TOKEN],
      ['REST', api.origin, remarks.bearer({ token: TOKEN })],
    ],
  }),
  // https://docs.dremio.com/current/security/authentication/personal-access-tokens names both user names.
  software: ({ flight, legacy, api, user, words: { fields, remarks } }) => ({
    fields: [
      ['Arrow Flight SQL', addressOf(flight)],
      ...(legacy ? [[fields.olderDriver, `jdbc:dremio:direct=${addressOf(legacy)}`] as const] : []),
      [fields.userName, user, remarks.ownUserName],
      [fields.password, TOKEN],
      ['REST', api.origin, remarks.bearer({ token: TOKEN })],
    ],
  }),
}

/** In the order of the menu. */
export const offeredTools: readonly Client[] = [...clients, anotherTool]
