// Names values that are valid but most often wrong: an unusual format, an example's address, an unknown word.

export interface Unusual {
  subject: string
  /** Never contains the value. */
  message: string
  remedy: string
}

/** The format of every signing secret that Slack has issued so far; an emulator may use another one. */
const SIGNING_SECRET = /^[0-9a-f]{32}$/
/** The format of Slack's verification tokens, the predecessor of signing secrets. */
const VERIFICATION_TOKEN = /^[A-Za-z0-9]{24}$/
/** https://www.rfc-editor.org/rfc/rfc2606 and the placeholder of README and .env.example. */
const EXAMPLE = /(^|[./@])(example\.(com|net|org)|your\.host)(?=$|[:/,])/i
const addresses = ['PUBLIC_URL', 'DREMIO_API_URL', 'DREMIO_LOGIN_URL', 'IDP_ISSUER_URL', 'ALLOWED_EMAIL_DOMAINS']
const environments = ['production', 'development', 'test']
/** Node reads these variables before it runs a program, so they have no effect in a file that the program reads. */
const READ_BEFORE = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'NODE_USE_ENV_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR']

/**
 * `given` are values without spaces and quotes around them; `fromFile` are the variables that are only set in `.env`.
 */
export function unusualIn(given: Readonly<Record<string, string>>, fromFile: readonly string[] = []): Unusual[] {
  const found: Unusual[] = []
  const secret = given.SLACK_SIGNING_SECRET
  if (secret !== undefined && given.SLACK_APP_TOKEN === undefined && !SIGNING_SECRET.test(secret)) {
    const also = VERIFICATION_TOKEN.test(secret) ? '; it may be the verification token' : ''
    found.push({
      subject: 'Signing secret',
      message: `SLACK_SIGNING_SECRET is not 32 digits and letters a-f, as Slack's are${also}`,
      remedy:
        'Copy the Signing Secret from api.slack.com/apps, Basic Information, App Credentials. With a wrong one nothing of Slack is let in.',
    })
  }
  for (const name of addresses.filter((address) => EXAMPLE.test(given[address] ?? ''))) {
    found.push({ subject: 'Environment', message: `${name} holds an example`, remedy: 'Put in your own.' })
  }
  if (given.NODE_ENV !== undefined && !environments.includes(given.NODE_ENV)) {
    const remedy = 'Write production, in full and in small letters, if that is what it is.'
    found.push({ subject: 'Environment', message: 'NODE_ENV is none of production, development, test', remedy })
  }
  for (const name of READ_BEFORE.filter((variable) => fromFile.includes(variable))) {
    const message = `${name} stands in .env, where it has no effect: Node reads it before that file`
    found.push({ subject: 'Environment', message, remedy: `Set it in the environment itself: ${name}=… npm start` })
  }
  return found
}
