// How far two words are apart, and how far a mistyped one may be from the one that is meant.
import { describe, expect, test } from 'vitest'
import { distanceBetween, nearestWord } from '../../src/core/nearest-word.ts'

describe('the distance between two words', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['list', 'list', 0],
    ['list', 'lists', 1],
    ['list', 'alist', 1],
    ['list', 'liist', 1],
    ['list', 'last', 1],
    ['list', 'mist', 1],
    ['list', 'lisp', 1],
    // Neighbours that changed places.
    ['ab', 'ba', 1],
    ['list', 'ilst', 1],
    ['list', 'lits', 1],
    ['abcd', 'badc', 2],
    ['abcdef', 'abdcfe', 2],
    ['xabx', 'xbax', 1],
    ['aab', 'aba', 1],
    // A letter that moved farther is taken out here and put in there.
    ['abc', 'bca', 2],
    ['ca', 'abc', 3],
    ['abcde', 'bcdea', 2],
    ['flaw', 'lawn', 2],
    ['kitten', 'sitting', 3],
    ['saturday', 'sunday', 3],
    ['abc', 'xyz', 3],
  ])('from %j to %j is %i, there and back', (one, other, edits) => {
    expect(distanceBetween(one, other)).toBe(edits)
    expect(distanceBetween(other, one)).toBe(edits)
  })
})

describe('the nearest word', () => {
  test.each([
    ['one edit away', 'a', 'b'],
    ['one edit away', 'abcde', 'abcdx'],
    ['two edits away from six letters', 'abcdef', 'abcdxy'],
    ['two edits away from eight', 'abcdefgh', 'abcdefxy'],
    ['three edits away from nine', 'abcdefghi', 'abcdefxyz'],
  ])('may be %s: %s, %s', (_how, typed, known) => {
    expect(nearestWord(typed, [known])).toBe(known)
  })

  test.each([
    ['two edits away from one letter', 'a', 'bc'],
    ['two edits away from five', 'abcde', 'abcxy'],
    ['three edits away from six', 'abcdef', 'abcxyz'],
    ['three edits away from eight', 'abcdefgh', 'abcdexyz'],
    ['four edits away from nine', 'abcdefghi', 'abcdewxyz'],
  ])('is never %s: %s, %s', (_how, typed, known) => {
    expect(nearestWord(typed, [known])).toBeUndefined()
  })

  test('is the nearest of several, and of those that are equally near the first', () => {
    expect(nearestWord('abcdef', ['abcdxy', 'abcdex', 'abcxyf', 'abcdey'])).toBe('abcdex')
  })
})
