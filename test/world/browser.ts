// The browser of one person: keeps cookies, follows redirects, fills in forms and presses buttons, without JavaScript.
import { Cookies, type Navigation } from './browser/cookies.ts'
import { type Content, type Form, readHtml } from './browser/html.ts'

export interface Page extends Content {
  /** 0 where nobody answered: browsers then show a page of their own, with the address still in the bar. */
  readonly status: number
  /** With the query. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** One answer on the way, without what was said in it. */
export interface Hop {
  readonly method: 'GET' | 'POST'
  /** Origin and path. */
  readonly url: string
  readonly status: number
}

export interface Browser {
  /** What is on the screen. Throws before anything was opened. */
  readonly page: Page
  /** Every answer since the browser was opened, redirects as well. */
  readonly hops: readonly Hop[]
  /** As if the address was typed in or a link was clicked in another program. */
  open(url: string): Promise<Page>
  /** Fields by name. Throws for one that is not on the page. */
  fill(values: Readonly<Record<string, string>>): void
  /** The button with this label; sends its form. Throws if there is none, or if a required field is empty. */
  press(label: string): Promise<Page>
  /** The link with this label. */
  follow(label: string): Promise<Page>
  /** Whole answers, headers included, that came from an origin: for the canary check of our own pages. */
  answersFrom(origin: string): string[]
  forgetCookies(): void
}

const MOST_REDIRECTS = 15

interface Request extends Navigation {
  readonly body?: URLSearchParams
}

export function openBrowser(): Browser {
  const cookies = new Cookies()
  const hops: Hop[] = []
  const answers: { origin: string; text: string }[] = []
  let current: Page | undefined

  return {
    get page() {
      return shown()
    },
    hops,
    open: (url) => go({ url: new URL(url), method: 'GET', from: undefined }),
    fill(values) {
      for (const [name, value] of Object.entries(values)) {
        const fields = shown().forms.flatMap((form) => form.fields.filter((field) => field.name === name))
        if (fields.length === 0) throw new Error(`No field ${name} ${onThePage()}`)
        for (const field of fields) field.value = value
      }
    },
    press(label) {
      const form = shown().forms.find(({ buttons }) => buttons.some((button) => button.label === label))
      if (!form) throw new Error(`No button "${label}" ${onThePage()}`)
      return go(submission(form, label))
    },
    follow(label) {
      const link = shown().links.find((one) => one.label === label)
      if (!link) throw new Error(`No link "${label}" ${onThePage()}`)
      const { url } = shown()
      return go({ url: new URL(link.href, url), method: 'GET', from: new URL(url).origin })
    },
    answersFrom: (origin) => answers.filter((one) => one.origin === origin).map(({ text }) => text),
    forgetCookies: () => cookies.clear(),
  }

  function shown(): Page {
    if (!current) throw new Error('The browser shows no page yet')
    return current
  }

  function onThePage(): string {
    const { status, url, text } = shown()
    return `on the page ${withoutQuery(new URL(url))} (${status}):\n${text}`
  }

  function submission({ method, action, fields, buttons }: Form, label: string): Request {
    const button = buttons.find((one) => one.label === label)
    const empty = fields.find((field) => field.required && field.value === '')
    if (empty && !button?.lenient) throw new Error(`The field ${empty.name} has to be filled in ${onThePage()}`)
    const sent = [...fields, button].filter((one) => one !== undefined && one.name !== '')
    const data = new URLSearchParams(sent.map((one): [string, string] => [one?.name ?? '', one?.value ?? '']))
    const from = new URL(shown().url).origin
    // A form without an action goes back to its own address.
    const url = new URL(action || shown().url, shown().url)
    if (method === 'POST') return { url, method, from, body: data }
    url.search = data.toString()
    return { url, method, from }
  }

  async function go(first: Request): Promise<Page> {
    let request = first
    for (let count = 0; count <= MOST_REDIRECTS; count += 1) {
      const answer = await ask(request)
      const location = answer?.headers.get('location')
      if (!answer || !location || answer.status < 300 || answer.status > 399) return show(request.url, answer)
      const keepsMethod = [307, 308].includes(answer.status)
      const { from } = request
      const url = new URL(location, request.url)
      request = keepsMethod ? { ...request, url } : { url, method: 'GET', from }
    }
    throw new Error(`More than ${MOST_REDIRECTS} redirects, the last to ${withoutQuery(request.url)}`)
  }

  async function ask(request: Request): Promise<Answered | undefined> {
    const { url, method, from, body } = request
    const cookie = cookies.header(request)
    const sent = fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
        ...(cookie && { cookie }),
        ...(method === 'POST' && from && { origin: from }),
      },
      ...(body && { body }),
    })
    const response = await sent.catch(() => undefined)
    hops.push({ method, url: withoutQuery(url), status: response?.status ?? 0 })
    if (!response) return undefined
    cookies.take(url, response.headers.getSetCookie())
    const { status, headers } = response
    const answer = { status, headers, body: await response.text() }
    const lines = [...headers].map(([name, value]) => `${name}: ${value}`)
    answers.push({ origin: url.origin, text: [status, ...lines, '', answer.body].join('\n') })
    return answer
  }

  function show(url: URL, answer: Answered | undefined): Page {
    const isHtml = /^$|html/.test(answer?.headers.get('content-type') ?? '')
    const content = readHtml(isHtml ? (answer?.body ?? '') : '')
    const text = isHtml ? content.text : (answer?.body ?? '')
    const headers = Object.fromEntries(answer?.headers ?? [])
    current = { ...content, text, status: answer?.status ?? 0, url: url.href, headers }
    return current
  }
}

interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

function withoutQuery({ origin, pathname }: URL): string {
  return origin + pathname
}
