// Names values that may be right but most often are not: an unusual shape, an example's address, a word that means nothing.

export interface Unusual {
  subject: string
  /** Never with the value. */
  message: string
  remedy: string
}

/** Every signing secret that Slack has given out so far; an emulator may have others. */
const SIGNING_SECRET = /^[0-9a-f]{32}$/
/** What Slack signed with before there were signing secrets. */
const VERIFICATION_TOKEN = /^[A-Za-z0-9]{24}$/
/** https://www.rfc-editor.org/rfc/rfc2606 and the placeholder of README and .env.example. */
const EXAMPLE = /(^|[./@])(example\.(com|net|org)|your\.host)(?=$|[:/,])/i
const addresses = ['PUBLIC_URL', 'DREMIO_API_URL', 'DREMIO_LOGIN_URL', 'IDP_ISSUER_URL', 'ALLOWED_EMAIL_DOMAINS']
const environments = ['production', 'development', 'test']
/** Node reads these before any program runs, so a file that the program reads is too late for them. */
const READ_BEFORE = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'NODE_USE_ENV_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR']

/** `given` are values without spaces and quotes around them; `fromFile` are the names that only `.env` says. */
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
  for (const name of addresses.filter((one) => EXAMPLE.test(given[one] ?? ''))) {
    found.push({ subject: 'Environment', message: `${name} holds an example`, remedy: 'Put in your own.' })
  }
  if (given.NODE_ENV !== undefined && !environments.includes(given.NODE_ENV)) {
    const remedy = 'Write production, in full and in small letters, if that is what it is.'
    found.push({ subject: 'Environment', message: 'NODE_ENV is none of production, development, test', remedy })
  }
  for (const name of READ_BEFORE.filter((one) => fromFile.includes(one))) {
    const message = `${name} stands in .env, where it has no effect: Node reads it before that file`
    found.push({ subject: 'Environment', message, remedy: `Set it in the environment itself: ${name}=… npm start` })
  }
  return found
}
