// Words after `/dremio-pat`: how they are split, what help says, and which word was meant.
import { describe, expect, test } from 'vitest'
import { nearestWord } from '../../src/core/nearest-word.ts'
import { help, splitWords, subcommandNamed } from '../../src/slack/command.ts'
import { subcommands } from '../../src/slack/subcommands/list.ts'
import type { Message } from '../../src/slack/surface.ts'

const words = subcommands.map(({ word }) => word).filter((word) => word !== '')
const read = ({ text, blocks }: Message) => `${text}\n${JSON.stringify(blocks)}`

describe('words', () => {
  test.each([
    ['', []],
    ['   ', []],
    ['create', ['create']],
    ['  create   tableau  30d ', ['create', 'tableau', '30d']],
    ['create "my laptop" 7d', ['create', 'my laptop', '7d']],
    ['create “my laptop” 7d', ['create', 'my laptop', '7d']],
    ['create „mein Rechner“ 7d', ['create', 'mein Rechner', '7d']],
    ['create «mon ordinateur» 7d', ['create', 'mon ordinateur', '7d']],
    ["create 'my laptop' 7d", ['create', 'my laptop', '7d']],
    ['create ‘my laptop’ 7d', ['create', 'my laptop', '7d']],
    ["create Ana's laptop", ['create', "Ana's", 'laptop']],
    ['create "" 7d', ['create', '', '7d']],
    ['create my"laptop"', ['create', 'my"laptop"']],
    ['create "my laptop', ['create', '"my', 'laptop']],
    ['create\ttableau\n30d', ['create', 'tableau', '30d']],
    ['create\u00a0tableau', ['create', 'tableau']],
    ['create отчёт 7d', ['create', 'отчёт', '7d']],
  ])('%j reads %j', (text, split) => {
    expect(splitWords(text)).toEqual(split)
  })

  test.each([
    ['', 'menu'],
    ['CREATE tableau', 'create'],
    ['help', 'help'],
    ['something else', 'unknown'],
    [`${'A'.repeat(62)}==`, 'unknown'],
  ])('the log calls %j %s', (text, name) => {
    expect(subcommandNamed(text)).toBe(name)
  })
})

describe('help', () => {
  test('lists every word but those for administrators', () => {
    const text = read(help())
    for (const { word, summary, forAdministrators } of subcommands) {
      if (word === '') continue
      expect(text.includes(`\`/dremio-pat ${word}`)).toBe(!forAdministrators)
      expect(text.includes(summary)).toBe(!forAdministrators)
    }
    expect(text).toContain('/dremio-pat help')
  })

  test.each(words)('%s has its own page, whatever its case', (word) => {
    const { text } = help(word.toUpperCase())
    expect(text).toContain(`/dremio-pat ${word}`)
    expect(text).toMatch(/[.`a-z]$/)
    expect(text).not.toContain('I do not know')
  })

  test('of help is help', () => {
    expect(help('help')).toEqual(help())
  })

  test('of an unknown word suggests the nearest one', () => {
    expect(help('revok').text).toBe('I do not know “revok”. Did you mean `/dremio-pat revoke`?')
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
