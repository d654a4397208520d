/*
 * What a comment cites as its reason is found in docs/: every reference of the tree's texts, and every link
 * of its pages, resolves to a file and a heading, and none leads out of the tree.
 */
#include "support/testing.h"

#include "base/die.h"
#include "base/file.h"

#include <ctype.h>
#include <fts.h>
#include <glob.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct findings {
    size_t references, wrong;
};

static void complain(struct findings *findings, const char *path, const char *at)
{
    print_error("%s: %.*s\n", path + strlen("../"), (int)strcspn(at, "\n"), at);
    findings->wrong++;
}

/* As GitHub makes an anchor of a heading: lower case, a '-' for each space, no punctuation. */
static bool is_heading(const char *line, const char *anchor, size_t size)
{
    if (*line != '#')
        return false;
    for (line += strspn(line, "# "); *line && *line != '\n'; line++) {
        unsigned char letter = (unsigned char)*line;
        if (!isalnum(letter) && !strchr("-_ ", letter))
            continue;
        if (size == 0 || *anchor != (letter == ' ' ? '-' : tolower(letter)))
            return false;
        anchor++;
        size--;
    }
    return size == 0;
}

static bool has_anchor(const char *text, const char *anchor, size_t size)
{
    while (*text && !is_heading(text, anchor, size)) {
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    return *text;
}

/* Of a path or an anchor; a full stop at its end is the sentence's. */
static size_t word_size(const char *at)
{
    size_t size = 0;
    while (isalnum((unsigned char)at[size]) || (at[size] && strchr("-_./", at[size])))
        size++;
    return size > 0 && at[size - 1] == '.' ? size - 1 : size;
}

/* `at` begins with a path below `folder`, and perhaps '#' and an anchor. */
static bool resolves(const char *folder, const char *at)
{
    size_t size = word_size(at), file_size;
    char *path = must_printf("%s%.*s", folder, (int)size, at);
    char *text = file_read(path, &file_size);
    bool found = text && (at[size] != '#' || has_anchor(text, at + size + 1, word_size(at + size + 1)));
    free(text);
    free(path);
    return found;
}

static bool names_page(const char *at)
{
    size_t size = word_size(at);
    return size > 3 && strncmp(at + size - 3, ".md", 3) == 0;
}

/* docs/<page>.md, anywhere in a text; not as a part of a longer path. */
static void check_references(struct findings *findings, const char *path, const char *text)
{
    for (const char *at = text; (at = strstr(at, "docs/")); at++) {
        bool inside = at > text && (isalnum((unsigned char)at[-1]) || strchr("/.-_", at[-1]));
        if (inside || !names_page(at))
            continue;
        findings->references++;
        if (!resolves("../", at))
            complain(findings, path, at);
    }
}

/* [text](page.md#heading) of a page, seen from its folder; of other links only those to pages. */
static void check_links(struct findings *findings, const char *path, const char *text)
{
    char *folder = must_strndup(path, (size_t)(strrchr(path, '/') - path) + 1);
    for (const char *at = text; (at = strstr(at, "](")); at += 2) {
        if (strstr(at, "://") == at + 2 + strcspn(at + 2, ":)"))
            continue;
        findings->references++;
        if (at[2] == '#' ? !has_anchor(text, at + 3, word_size(at + 3)) : !resolves(folder, at + 2))
            complain(findings, path, at);
    }
    free(folder);
}

/* How pages outside the tree were once cited. */
static void check_strangers(struct findings *findings, const char *path, const char *text)
{
    const char *at = strcasestr(text, "doss"
                                      "ier");
    if (at)
        complain(findings, path, at);
    for (at = text; (at = strcasestr(at, "decision"
                                         " "));
         at++)
        if (isdigit((unsigned char)at[strlen("decision ")]))
            complain(findings, path, at);
}

static void check_file(struct findings *findings, const char *path)
{
    static const char *const endings[] = {".c", ".h", ".def", ".sql", ".sh", ".py", ".mjs", ".js", ".md"};
    const char *ending = strrchr(path, '.');
    size_t i = 0, size;
    while (i < sizeof endings / sizeof *endings && strcmp(endings[i], ending) != 0)
        i++;
    char *text = i < sizeof endings / sizeof *endings ? file_read(path, &size) : NULL;
    if (!text)
        return;
    check_references(findings, path, text);
    check_strangers(findings, path, text);
    if (strcmp(ending, ".md") == 0)
        check_links(findings, path, text);
    free(text);
}

/* Not what is built, fetched, or found by fuzzers. */
static bool is_ours(const FTSENT *entry)
{
    static const char *const others[] = {"build", "node_modules", "corpus"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(entry->fts_name, others[i]) == 0)
            return false;
    return entry->fts_level == 0 || *entry->fts_name != '.';
}

static void every_reference_resolves(void **state)
{
    (void)state;
    char root[] = "..";
    char *const roots[] = {root, NULL};
    struct findings findings = {0};
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    assert_non_null(tree);
    for (FTSENT *entry; (entry = fts_read(tree));) {
        assert_int_not_equal(entry->fts_info, FTS_NS);
        if (entry->fts_info == FTS_D && !is_ours(entry))
            fts_set(tree, entry, FTS_SKIP);
        else if (entry->fts_info == FTS_F)
            check_file(&findings, entry->fts_path);
    }
    fts_close(tree);
    assert_true(findings.references > 100);
    assert_int_equal(findings.wrong, 0);
}

/* A page that its folder's README does not link is found by nobody. */
static size_t pages_missing(const char *folder)
{
    glob_t pages;
    size_t size, missing = 0;
    char *pattern = must_printf("%s*.md", folder), *readme = must_printf("%sREADME.md", folder);
    char *index = file_read(readme, &size);
    assert_non_null(index);
    assert_int_equal(glob(pattern, 0, NULL, &pages), 0);
    for (size_t i = 0; i < pages.gl_pathc; i++) {
        const char *page = pages.gl_pathv[i] + strlen(folder);
        char *link = must_printf("](%s", page);
        if (strcmp(page, "README.md") != 0 && !strstr(index, link)) {
            print_error("%s does not link %s\n", readme + strlen("../"), page);
            missing++;
        }
        free(link);
    }
    globfree(&pages);
    free(index);
    free(readme);
    free(pattern);
    return missing;
}

static void every_page_is_in_an_index(void **state)
{
    (void)state;
    assert_int_equal(pages_missing("../docs/") + pages_missing("../docs/behaviour/") +
                         pages_missing("../docs/decisions/"),
                     0);
}

static void anchors_are_headings(void **state)
{
    (void)state;
    static const char text[] = "# One\n\nno heading\n## What's `two`, then?\n";
    assert_true(has_anchor(text, "one", 3));
    assert_true(has_anchor(text, "whats-two-then", 14));
    assert_false(has_anchor(text, "whats-two", 9));
    assert_false(has_anchor(text, "no-heading", 10));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reference_resolves),
        cmocka_unit_test(every_page_is_in_an_index),
        cmocka_unit_test(anchors_are_headings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
