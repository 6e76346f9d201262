// Words after `/dremio-pat`: which one is the subcommand, what help says, and which word was meant.

import { describe, expect, test } from 'vitest'
import { nearestWord } from '../../src/core/nearest-word.ts'
import { help, readCommand, subcommandNamed } from '../../src/slack/command.ts'
import type { Message } from '../../src/slack/interaction.ts'
import { subcommands } from '../../src/slack/subcommands/list.ts'
import { synonyms } from '../../src/slack/synonyms.ts'
import { english } from '../../src/words/words.ts'

const words: string[] = subcommands.map(({ word }) => word).filter((word) => word !== '')
const read = ({ text, blocks }: Message) => `${text}\n${JSON.stringify(blocks)}`

describe('the subcommand', () => {
  test.each([
    ['', 'menu', []],
    ['   ', 'menu', []],
    ['CREATE tableau', 'create', ['tableau']],
    ['*create* tableau', 'create', ['tableau']],
    ['*create tableau*', 'create', ['tableau*']],
    ['_list_', 'list', []],
    ['`list`', 'list', []],
    ['~list~', 'list', []],
    ['list.', 'list', []],
    ['list,', 'list', []],
    ['List!', 'list', []],
    ['list?', 'list', []],
    ['"list"', 'list', []],
    ['“revoke” tableau', 'revoke', ['tableau']],
    ['l\u200bist\u2060', 'list', []],
    ['\u00a0list\u00a0', 'list', []],
    ['ｌｉｓｔ', 'list', []],
    ['create\ntableau\n7d', 'create', ['tableau', '7d']],
    ['/dremio-pat list', 'list', []],
    ['dremio-pat list', 'list', []],
    ['`/dremio-pat create tableau`', 'create', ['tableau`']],
    ['/dremio-pat', 'menu', []],
    ['<@U0BOT|dremio-pat> list', 'list', []],
    ['/list', 'list', []],
    ['- list', 'list', []],
    ['&gt; list', 'list', []],
    ['please list', 'list', []],
    ['please', 'menu', []],
    ['help', 'help', []],
    ['help create', 'help', ['create']],
    ['--help', 'help', []],
    ['—help', 'help', []],
    ['-h create', 'help', ['create']],
    ['?', 'help', []],
    ['??', 'help', []],
    ['/?', 'help', []],
    ['delete tableau', 'revoke', ['tableau']],
    ['Remove all', 'revoke', ['all']],
    ['new tableau', 'create', ['tableau']],
    ['new token 7d', 'create', ['7d']],
    ['request tableau', 'create', ['tableau']],
    ['renew tableau', 'rotate', ['tableau']],
    ['tokens', 'list', []],
    ['my *tokens*', 'list', []],
    ['settings', 'reminders', []],
    ['status', 'requests', []],
    ['who am i?', 'whoami', []],
    ['my data', 'unknown', ['data']],
    ['create delete', 'create', ['delete']],
    ['constructor', 'unknown', []],
    ['something else', 'unknown', ['else']],
    [`${'A'.repeat(62)}==`, 'unknown', []],
  ])('in %j is %s', (text, name, rest) => {
    expect(subcommandNamed(text)).toBe(name)
    expect(readCommand(text).words.map((word) => word.text)).toEqual(rest)
  })
})

test('a command without any text is the menu', () => {
  expect(subcommandNamed()).toBe('menu')
})

describe('synonyms', () => {
  test('mean a subcommand each, and are none themselves', () => {
    expect(Object.values(synonyms).filter((word) => !words.includes(word))).toEqual([])
    expect(Object.keys(synonyms).filter((word) => words.includes(word) || word === 'help')).toEqual([])
  })

  test.each(Object.entries(synonyms))('help %s tells how %s is used', (word, subcommand) => {
    expect(help(english, word)).toEqual(help(english, subcommand))
    expect(help(english, word).text).toContain(`\`${word}\``)
  })
})

describe('help', () => {
  test('shows what people do, each with the button that begins it', () => {
    const shown = help(english, '', ['delegate', 'admin'])
    const labels = (message: Message) =>
      (message.blocks ?? []).flatMap((block) =>
        block.type === 'section' && block.accessory?.type === 'button' ? [block.accessory.text.text] : [],
      )
    const { newToken, myTokens, connectTool, leakedToken, myRequests, reminderSettings } = english.labels.buttons
    const everybody = [newToken, myTokens, connectTool, leakedToken, myRequests, reminderSettings]
    expect(labels(shown)).toEqual(everybody)
    expect(labels(help(english, '', ['admin']))).toEqual([...everybody, english.labels.buttons.delegateReviews])
    expect(labels(help(english))).toContain(english.labels.buttons.adminHelp)
    expect(shown.text).not.toContain('admin')
  })

  test('all lists every word, those for administrators only to them', () => {
    for (const withheld of [['admin'], []]) {
      const text = read(help(english, 'all', withheld))
      for (const { word, forAdministrators } of subcommands) {
        if (word === '') continue
        const isListed = !forAdministrators || withheld.length === 0
        expect(text.includes(`\`/dremio-pat ${word}`)).toBe(isListed)
        expect(text.includes(english.help.commands[word].summary)).toBe(isListed)
      }
      expect(text).toContain('/dremio-pat help')
    }
  })

  test.each(words)('%s has its own page, whatever its case', (word) => {
    const { text } = help(english, word.toUpperCase())
    expect(text).toContain(`/dremio-pat ${word}`)
    expect(text).toMatch(/[.`a-z]$/)
    expect(text).not.toContain('I don’t know “')
  })

  test.each(['help', '*help*', '?', ''])('of %j is help', (word) => {
    expect(help(english, word)).toEqual(help(english))
  })

  test('of an unknown word suggests the nearest one', () => {
    expect(help(english, 'revok').text).toBe(english.help.unknown({ word: 'revok', nearest: '/dremio-pat revoke' }))
  })

  test.each([
    ['delet', 'revoke'],
    ['remov', 'revoke'],
    ['setings', 'reminders'],
    ['renwe', 'rotate'],
    ['tokns', 'list'],
    ['requset', 'create'],
    ['hlep', 'help'],
    ['unlnik', 'unlink'],
  ])('of %s offers %s, which nothing but a click runs', (word, nearest) => {
    const { text, blocks = [] } = help(english, word)
    expect(text).toContain(`Did you mean \`/dremio-pat ${nearest}\`?`)
    const offered = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []))
    expect(offered.map((element) => 'value' in element && element.value)).toEqual(
      nearest === 'help' ? ['help'] : [nearest, 'help'],
    )
    expect(offered[0]).toMatchObject({ action_id: 'command.suggested', style: 'primary' })
    expect(text).not.toContain(english.help.title)
  })
})

describe('the nearest word', () => {
  test.each([
    ['lst', 'list'],
    ['lits', 'list'],
    ['creat', 'create'],
    ['craete', 'create'],
    ['revok', 'revoke'],
    ['unlinl', 'unlink'],
    ['request', 'requests'],
    ['whoiam', 'whoami'],
  ])('to %s is %s', (typed, word) => {
    expect(nearestWord(typed, words)).toBe(word)
  })

  test.each(['', 'x', 'coffee', 'xyzzy', 'a'.repeat(30)])('to %j is none', (typed) => {
    expect(nearestWord(typed, words)).toBeUndefined()
  })
})
