// The routes of a browser's sign-in: out with the ticket from the link in Slack, and back with the result.
import type { ServerResponse } from 'node:http'
import { english, type Words } from '../words/words.ts'
import { failureOf, isTrouble } from './failure.ts'
import { sendPage } from './page.ts'
import { getOnly, type Handler } from './server.ts'
import { type Finished, successPage } from './success.ts'

export interface SignInWorld {
  /** Checks whether this ticket is still valid, without starting a sign-in. Throws `BotError`. */
  checkSignInLink(ticket: string): Promise<unknown>
  /** The sign-in page for the browser with this ticket. Throws `BotError`. */
  openSignIn(ticket: string): Promise<{ page: string }>
  /** `query` is what the browser brought back, without the question mark. Throws `BotError`. */
  finishSignIn(query: string): Promise<Finished>
  /** The sentences in the language of a person (Slack id). A page for somebody unknown is in English. */
  wordsOf(person: string): Words
  /** Reports an error to the operator, never with a URL. */
  onTrouble(error: unknown): void
}

/** Seconds until another try makes sense. */
const RETRY_AFTER = '60'

export function signInRoutes(world: SignInWorld): Record<string, Handler> {
  const { checkSignInLink, finishSignIn, onTrouble } = world
  const openSignIn = oneAtATime(world.openSignIn)
  return {
    'GET /dremio/sign-in/*': (_request, response, { rest }) =>
      orExplain(response, async () => {
        const { page } = await openSignIn(rest)
        response.writeHead(302, { Location: page }).end()
      }),
    // HEAD starts no sign-in and gets no address to go on to.
    'HEAD /dremio/sign-in/*': (_request, response, { rest }) =>
      orExplain(response, async () => {
        await checkSignInLink(rest)
        response.writeHead(302).end()
      }),
    // The callback works once, so a HEAD request of a mail scanner or a link preview must not use it up.
    'GET /dremio/callback': getOnly((_request, response, { query }) =>
      orExplain(response, async () => {
        const finished = await finishSignIn(query)
        // An unfinished action is shown on the page; without this report the operator would not know of it.
        if (finished.undone !== undefined && isTrouble(finished.undone)) onTrouble(finished.undone)
        const words = world.wordsOf(finished.person)
        sendPage(words, response, 200, successPage(words, finished))
      }),
    ),
  }

  async function orExplain(response: ServerResponse, answer: () => Promise<void>): Promise<void> {
    try {
      await answer()
    } catch (error) {
      if (isTrouble(error)) onTrouble(error)
      const { status, page } = failureOf(english, error)
      if (status === 503) response.setHeader('Retry-After', RETRY_AFTER)
      sendPage(english, response, status, page)
    }
  }
}

/** Several requests with the same ticket at once share one sign-in and get the same page. */
function oneAtATime<T>(open: (ticket: string) => Promise<T>): (ticket: string) => Promise<T> {
  const opening = new Map<string, Promise<T>>()
  return (ticket) => {
    const begun = opening.get(ticket)
    if (begun) return begun
    const result = open(ticket).finally(() => opening.delete(ticket))
    opening.set(ticket, result)
    return result
  }
}
