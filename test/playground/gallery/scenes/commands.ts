// What people can type: the list, the help for each word, and what is answered to a word that is not known.
import { help } from '../../../../src/slack/command.ts'
import { adminSubcommands } from '../../../../src/slack/subcommands/admin/list.ts'
import { subcommands } from '../../../../src/slack/subcommands/list.ts'
import { adminHelp, adminUsage, unknownAdminWord } from '../../../../src/slack/views/menu/admin-help.ts'
import { answer, type Subject } from '../scene.ts'

const adminWords = adminSubcommands.map(({ word }) => word)

export const commands: Subject = {
  title: 'Help',
  scenes: [
    answer('help', (words) => help(words, '', ['delegate', 'admin'])),
    answer('help, for an approver', (words) => help(words, '', ['admin'])),
    answer('help, for a bot admin', (words) => help(words)),
    answer('help all', (words) => help(words, 'all', ['admin'])),
    answer('help all, for a bot admin', (words) => help(words, 'all')),
    ...subcommands
      .filter(({ word }) => word !== '')
      .map(({ word }) => answer(`help ${word}`, (words) => help(words, word))),
    answer('help admin, for somebody else', (words) => help(words, 'admin', ['admin'])),
    answer('admin help', (words) => adminHelp(words, adminWords)),
    answer('admin help list', (words) => adminUsage(words, 'list')),
    answer('admin help outstanding', (words) => adminUsage(words, 'outstanding')),
    answer('an unknown admin word, near a known one', (words) => unknownAdminWord(words, 'outstnading', 'outstanding')),
    answer('an unknown admin word', (words) => unknownAdminWord(words, 'gimme', undefined)),
    answer('an unknown admin word that may be a secret', (words) => unknownAdminWord(words, 'x'.repeat(40), undefined)),
    answer('an unknown word, near a known one', (words) => help(words, 'lsit')),
    answer('an unknown word', (words) => help(words, 'gimme')),
    answer('an unknown word that may be a secret', (words) => help(words, 'x'.repeat(40))),
  ],
}
