/** The first part of docs/errors.md, which no table could say. */
export const reading = `# Errors and warnings

\`edgegen explain CODE\` shows the section of a code in the terminal, \`edgegen explain\` a list of all. This page is generated.

## How a message reads

\`\`\`
profiles/lab.yaml:6:12: error[bad-name]: "DCN_2" cannot be the name of a node
  │
6 │   - {name: DCN_2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
  │            ~~~~~ did you mean "dcn-2"?
  = expected: 1 to 63 lower-case letters, digits and hyphens, with a letter or a digit at both ends
\`\`\`

File, line and column of the place that caused it; the severity and the code, which never changes its meaning; what is wrong; the line, with
what to write instead below it where there is one answer; and notes, which may show a second place ("first used here").

All faults of a profile are shown in one run, sorted by place, each once: a value that many nodes share (a range, \`defaults\`, an alias) is one
place. A value that was refused causes no second message elsewhere; where one answer is offered, the rest is looked at as if it stood there.
What is to be said of several lines in the same words is drawn at the first of them, with the numbers of the others, and a list of what is
allowed once on a screen; the other formats repeat both. Where a line holds a password it is blotted out or not shown.

Results go to standard output, messages to standard error. The messages of \`validate\` are its result: in the formats \`line\`, \`json\` and
\`github\` it writes them, and nothing else, to standard output.

## Exit codes

| code | means |
|---|---|
| 0 | done; there may have been warnings |
| 1 | the profile is wrong, or \`out/\` or a machine is not as it says |
| 2 | wrong usage: an unknown verb, option, node or secret |
| 3 | the machine: a file that cannot be read or written, a disk that is full, a bundle that is damaged, a program that is missing |
| 70 | a bug in edgegen |

Of several faults the highest counts.

\`--strict\` makes errors of warnings. \`--allow CODE\`, as often as needed, hides a warning, under \`--strict\` too; an error cannot be hidden.

## Formats

\`--format pretty\`, the default, is the one above. It has colour on a terminal (\`--color always\` and \`never\` decide otherwise, \`NO_COLOR\` is
respected), and cuts long lines to the terminal's width, around the place.

\`--format line\` has one line for each message, as editors and \`grep\` want it, with the suggestion and at most two notes in parentheses:

\`\`\`
profiles/lab.yaml:6:12: error[bad-name]: "DCN_2" cannot be the name of a node (did you mean "dcn-2"? expected: 1 to 63 lower-case letters, digits and hyphens, with a letter or a digit at both ends)
\`\`\`

\`--format github\` writes workflow commands, which GitHub shows at the line of a pull request: \`::error\`, \`::warning\` or \`::notice\`, with \`file\`, \`line\`,
\`col\`, and the code as \`title\`.

\`--format json\` writes one array, \`[]\` where there is nothing to say. Keys are only ever added: none is renamed, removed or given another meaning.

\`\`\`json
[
  {
    "code": "bad-name",
    "severity": "error",
    "message": "\\"DCN_2\\" cannot be the name of a node",
    "file": "profiles/lab.yaml",
    "line": 6,
    "column": 12,
    "start": 181,
    "end": 186,
    "notes": [
      {
        "message": "expected: 1 to 63 lower-case letters, digits and hyphens, with a letter or a digit at both ends"
      }
    ],
    "suggestion": "dcn-2"
  }
]
\`\`\`

| key | type | what it is |
|---|---|---|
| \`code\` | text | one of those below |
| \`severity\` | text | \`error\`, \`warning\` or \`info\`; under \`--strict\` a warning is an \`error\` |
| \`message\` | text | what is wrong, in one sentence; its wording may change |
| \`file\` | text | the file as it was named, or as an \`include\` leads to it; absent when no file is concerned |
| \`line\`, \`column\` | numbers | where the place begins, both from 1; a column is a character, as editors count. Absent when the text of the file is not known |
| \`start\`, \`end\` | numbers | the place in the text of the file, in UTF-16 code units from 0, \`end\` excluded; there whenever \`file\` is |
| \`subject\` | text | in place of \`file\` and the rest: a path on disk or a node's name that the message is about |
| \`notes\` | array | further remarks, perhaps none: each a \`message\`, with the same keys for a place as above where it has one |
| \`suggestion\` | text | what would mend it, to be put in place of the text from \`start\` to \`end\`; absent where that would be a guess |

Wrong usage that is found before a profile is read (an unknown option) is said in plain text in all formats.`;
