// The parts of a tool's entry: fields to fill in, lines to copy, notes; and the placeholders for the token.
import type { Words } from '../../words/words.ts'
import type { DremioPlace } from '../interaction.ts'
import type { Endpoints } from './endpoints.ts'

/** The placeholder for the token as it is. */
export const TOKEN = 'YOUR_TOKEN'
/** The placeholder for the token inside a URL. */
export const ENCODED_TOKEN = 'YOUR_ENCODED_TOKEN'
export const USER_NAME = 'YOUR_USER_NAME'
export const PROJECT = 'PROJECT_ID'

/** The input of an entry; never contains a token. */
export interface Here extends Endpoints {
  /** The person's Dremio user name, or its placeholder. */
  user: string
  words: Words['connect']
}

/** One field of a tool's dialog: its name, its value (empty means that the field stays empty), and a remark. */
export type Field = readonly [name: string, value: string, remark?: string | undefined]

/** `code` is copied as it is. Remarks and notes are Slack's formatted text, the rest is plain. */
export interface Snippet {
  fields?: readonly Field[]
  code?: readonly string[]
  notes?: readonly string[]
}

export interface Client {
  /** In the values of menus: short, without spaces. */
  id: string
  /** As its maker writes it; undefined for tools that are not listed. */
  name?: string
  /** Whether the entry uses the hosts for data, which may be a guess, or the REST API's host, which is known. */
  reaches: 'data' | 'rest'
  /** Dremio's pages about the tool, relative to `docs`: the source of the entry, and a link for people. */
  pages: Readonly<Record<DremioPlace['edition'], string>>
  cloud(here: Here): Snippet
  software(here: Here): Snippet
}

/** Dremio's documentation for each edition. */
export const docs: Readonly<Record<DremioPlace['edition'], string>> = {
  cloud: 'https://docs.dremio.com/dremio-cloud',
  software: 'https://docs.dremio.com/current',
}

export function addressOf({ host, port }: Endpoints['flight']): string {
  return `${host}:${port}`
}

/** Fills in a user name that needs no quoting anywhere; any other name stays a placeholder. */
export function userNameIn(dremioName: string | undefined): string {
  return dremioName !== undefined && /^[\w.@+-]{1,254}$/.test(dremioName) ? dremioName : USER_NAME
}
