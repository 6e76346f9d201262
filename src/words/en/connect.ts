// How to connect a tool with a token. The fields of a tool's own form have the names that the tool gives them.

const yourPassword = 'Keep it in a password manager or your tool’s secret settings: it has all your permissions.'

export const connect = {
  title: 'How to connect',
  titleForOther: 'Connect another tool',
  titleFor: ({ tool }: { tool: string }) => `Connect with ${tool}`,
  /** In menus from which nothing is chosen yet. */
  tools: 'Which tool?',
  tokens: 'Which token?',
  anotherTool: 'Another tool',
  /** A field of the tool's own form; without a value it stays empty. */
  field: ({ name, value, remark }: { name: string; value?: string; remark?: string | undefined }) =>
    `*${name}:* ${value === undefined ? 'leave it empty' : `\`${value}\``}${remark === undefined ? '' : `, ${remark}`}`,
  /** The same in plain text. */
  plainField: ({ name, value }: { name: string; value: string }) => `${name}: ${value || '(empty)'}`,
  docs: 'Dremio docs',
  placeholder: ({ token }: { token: string }) => `Replace \`${token}\` with your token. ${yourPassword}`,
  encodedPlaceholder: ({ token }: { token: string }) =>
    `Replace \`${token}\` with your token as a URL has it: \`+\` becomes \`%2B\`, \`/\` becomes \`%2F\`, \`=\` becomes \`%3D\`. ${yourPassword}`,

  whichToken: 'You have several tokens with that label. Which one?',
  unknownToken: 'I can’t find that token. Sign in to Dremio to search all of yours.',
  withoutToken: '`/dremio-pat connect` works without naming a token too.',

  caveats: {
    /** `host` is where the bot reaches Dremio. */
    sameHost: ({ host }: { host: string }) =>
      `\`${host}\` and the usual port are my best guess. If they don’t work, ask a Dremio admin.`,
    ownAddress: ({ host, placeholder }: { host: string; placeholder: string }) =>
      `This Dremio has its own address (\`${host}\`). Replace \`${placeholder}\` with your network’s name for Arrow Flight; your network team knows it.`,
    privateLink: 'This Dremio uses PrivateLink. It only works from your company’s network, with Arrow Flight drivers.',
  },

  fields: {
    olderDriver: 'Older Dremio JDBC driver',
    userName: 'User name',
    password: 'Password',
  },
  remarks: {
    encrypted: 'encrypted',
    dollarToken: 'including the dollar sign, if a user name is required',
    ownUserName: 'your Dremio user name; if that’s refused, `$token` with the dollar sign',
    bearer: ({ token }: { token: string }) => `with the header \`Authorization: Bearer ${token}\``,
    unencoded: 'not URL-encoded',
    olderTableau: ({ host }: { host: string }) => `or the server \`${host}\` in 2024.3 and older`,
    flightPort: ({ port }: { port: number }) => `${port} if you select *Use Arrow Flight SQL Driver* under Advanced`,
  },
  notes: {
    noUserName: 'No user name.',
    noUserNameOrPassword: 'No user name or password.',
    noUidOrPwd: 'No `UID` and no `PWD`.',
    dollarToken: 'If your user name is refused, try `$token`.',
    otherProject: ({ project }: { project: string }) =>
      `For a project other than your default one, add \`&catalog=${project}\`.`,
    /** `driver` is a link. */
    jdbcDriver: ({ driver, driverClass }: { driver: string; driverClass: string }) =>
      `Driver: ${driver}, class \`${driverClass}\`. Java needs \`--add-opens=java.base/java.nio=ALL-UNNAMED\`.`,
    dbeaverDriver: ({ driver }: { driver: string }) =>
      `Driver: ${driver}. Add it once under *Database* > *Driver Manager*.`,
    odbcBraces:
      'Keep the braces around the token, or the driver cuts it at its first `=`. Write `Driver=` without braces. Don’t use braces in `odbc.ini` or in a data source’s form.',
    unencrypted: {
      jdbc: 'If your Dremio doesn’t encrypt this, add `&useEncryption=false`.',
      odbc: 'If your Dremio doesn’t encrypt this, use `UseEncryption=false`.',
      sqlalchemy: 'If your Dremio doesn’t encrypt this, use `UseEncryption=false`.',
      pyarrow: 'If your Dremio doesn’t encrypt this, use `grpc+tcp://`.',
      dbeaver: 'If your Dremio doesn’t encrypt this, add the driver property `useEncryption` = `false`.',
      tableau: 'Select *Require SSL* if your Dremio encrypts this.',
    },
    flightDriver: 'Select *Use Arrow Flight SQL Driver* under Advanced. *Region* only knows public addresses.',
    oauthInstead: 'You might not need a token here: choose OAuth 2.0 if your company has set it up.',
    microsoftInstead: 'You might not need a token here: choose Microsoft account if your company has set it up.',
    basicOnly: ({ user }: { user: string }) =>
      `If only Basic is offered: username \`${user}\`, and the token as password.`,
    pipInstall: ({ what, version }: { what: string; version?: string }) =>
      `Needs \`pip install ${what}\`${version === undefined ? '' : `, ${version} or newer`}.`,
    dbtProfile: ({ pat }: { pat: string }) =>
      `In \`profiles.yml\`. Better than writing the token into the file: \`${pat}\`.`,
    shellHistory:
      'Your shell keeps a history of what you type. Use `read -rs DREMIO_TOKEN` to enter the token, then write `$DREMIO_TOKEN`.',
  },
}
