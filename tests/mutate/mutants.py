"""Small changes of meaning in C and in the SQL that it holds: where one could be made, and what it would be."""
import re
from dataclasses import dataclass

# In code. What is replaced is the match's group 1, or all of it.
CODE = [
    (r" (<) ", "<="), (r" (<=) ", "<"), (r" (>) ", ">="), (r" (>=) ", ">"), (r" (==) ", "!="), (r" (!=) ", "=="),
    (r" (&&) ?", "||"), (r" (\|\|) ?", "&&"), (r"(?<=[( ])(!)(?=[a-z(])", ""),
    (r"(?<=[a-z0-9_)\]]) (\+) (?=[a-z0-9_(])", "-"), (r"(?<=[a-z0-9_)\]]) (-) (?=[a-z0-9_(])", "+"),
    (r"return (true);", "false"), (r"return (false);", "true"), (r"return (0);", "1"), (r"return (1);", "0"),
    (r", (true)\)", "false"), (r", (false)\)", "true"), (r"(\+)= ", "-"), (r" (\|)= ", "&"),
    # A call for its effect, left out; what only frees is left in.
    (r"^ +((?!return\b)(?!\w*(?:free|decref|_end|die)\()[a-z]\w*\([^;]*\));$", "(void)0"),
]
SQL = [
    (r"( DESC)\b", ""), (r"(<>)", "="), (r"(?<![<>]) (=) (?=['?])", "<>"), (r"( AND )", " OR "), (r"(NOT )deleted", ""),
    (r"\b(max)\(", "min"), (r"\b(min)\(", "max"), (r" (>=) ", ">"), (r" (>) ", ">="), (r" (<=) ", "<"), (r" (<) ", "<="),
    (r"(IS NOT NULL)", "IS NULL"), (r"(NOT EXISTS)", "EXISTS"), (r"(LEFT JOIN)", "JOIN"), (r"ORDER BY (?:\w+\.)?(?:row)?id(?! DESC)()", " DESC"),
]


@dataclass(frozen=True)
class Mutant:
    path: str
    line: int  # from 1
    start: int
    end: int
    new: str
    statement: str | None  # the name of the SQL statement that it is in

    def applied(self, text):
        lines = text.split("\n")
        old = lines[self.line - 1]
        lines[self.line - 1] = old[: self.start] + self.new + old[self.end :]
        return "\n".join(lines)

    def describe(self, text):
        old = text.split("\n")[self.line - 1]
        return f"{self.path}:{self.line}: {old.strip()}  =>  {self.applied(text).split(chr(10))[self.line - 1].strip()}"


def blanked(text):
    """Without comments and the insides of strings, in the same places."""
    blank = lambda match: re.sub(r"[^\n\"]", " ", match.group(0))
    return re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"', blank, text, flags=re.S)


def statements(text):
    """Of each line in a STATEMENT() or an SQL #define, that name."""
    names = {}
    for match in re.finditer(r"^STATEMENT\(\s*(\w+),.*?\);$|^#define (\w+)(?:\\\n|[^\n])*\"(?:\\\n|[^\n])*", text, flags=re.S | re.M):
        first = text.count("\n", 0, match.start()) + 1
        for line in range(first, first + match.group(0).count("\n") + 1):
            names[line] = match.group(1) or match.group(2)
    return names


def found(path, number, line, patterns, statement):
    for pattern, new in patterns:
        for match in re.finditer(pattern, line):
            yield Mutant(path, number, match.start(1), match.end(1), new, statement)


def mutants(path, text):
    sql = statements(text)
    for number, (line, code) in enumerate(zip(text.split("\n"), blanked(text).split("\n")), 1):
        if number in sql:
            yield from found(path, number, line, SQL, sql[number])
        elif code.startswith(" ") and "for (" not in code:
            yield from found(path, number, code, CODE, None)
