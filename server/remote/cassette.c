#include "remote/cassette.h"

#include "base/die.h"
#include "base/file.h"
#include "base/text.h"
#include "remote/reads.h"
#include "remote/scrub.h"
#include "json/get.h"
#include "json/print.h"
#include "json/read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct cassette {
    char *of;
    bool scrubbed;
    json_t *exchanges; /* in the order in which they came */
    json_t *latest;    /* of each key */
};

struct journal {
    int file;
    bool empty; /* but for its first line */
};

struct cassette *cassette_new(const char *of)
{
    struct cassette *cassette = must_zalloc(sizeof *cassette);
    *cassette = (struct cassette){.of = must_strdup(of), .exchanges = json_array(), .latest = json_object()};
    return cassette;
}

void cassette_free(struct cassette *cassette)
{
    if (!cassette)
        return;
    free(cassette->of);
    json_decref(cassette->exchanges);
    json_decref(cassette->latest);
    free(cassette);
}

/* What tells a request from others; a new text. */
static char *key_of(const char *method, const char *path, const json_t *body)
{
    char *text = body ? json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY) : must_strdup("");
    char *key = must_printf("%s %s %s", method, path, text);
    free(text);
    return key;
}

const json_t *cassette_find(const struct cassette *cassette, const char *method, const char *path,
                            const json_t *body)
{
    char *key = key_of(method, path, body);
    const json_t *exchange = json_object_get(cassette->latest, key);
    free(key);
    return exchange;
}

void cassette_add(struct cassette *cassette, json_t *exchange)
{
    char *key = key_of(get_text_or(exchange, "method", ""), get_text_or(exchange, "path", ""),
                       json_object_get(exchange, "body"));
    json_object_set(cassette->latest, key, exchange);
    json_array_append_new(cassette->exchanges, exchange);
    free(key);
}

const json_t *cassette_at(const struct cassette *cassette, size_t index)
{
    return json_array_get(cassette->exchanges, index);
}

bool cassette_is_scrubbed(const struct cassette *cassette)
{
    return cassette->scrubbed;
}

/* The first line; a new text, with its end. */
static char *head_of(const char *of, bool scrubbed)
{
    json_auto_t *head = json_pack("{si ss}", "cassette", 1, "of", of);
    if (scrubbed)
        json_object_set_new(head, "scrubbed", json_true());
    char *text = json_print(head);
    char *line = must_printf("%s\n", text);
    free(text);
    return line;
}

static void add_line(struct text *text, const json_t *exchange)
{
    char *line = json_print(exchange);
    text_add(text, line);
    text_add(text, "\n");
    free(line);
}

char *cassette_scrubbed(const struct cassette *cassette)
{
    struct text text = {0};
    char *head = head_of("an Airbyte", true);
    text_add(&text, head);
    free(head);
    for (size_t i = 0; i < json_array_size(cassette->exchanges); i++) {
        json_auto_t *exchange = scrub_exchange(cassette_at(cassette, i));
        add_line(&text, exchange);
    }
    return text_take(&text);
}

static bool is_exchange(const json_t *line)
{
    enum remote_api api;
    return remote_method(get_text_or(line, "method", "")) &&
           remote_api_of(get_text_or(line, "path", ""), &api) &&
           json_is_integer(json_object_get(line, "status"));
}

/* Whether the first line tells that this is a cassette, of that server. */
static bool check_head(const json_t *head, const char *of, const char *path, char **error)
{
    const char *found = get_text(head, "of");
    if (get_integer(head, "cassette") != 1 || !found)
        *error = must_printf("%s is no cassette: its first line is not {\"cassette\": 1, \"of\": ...}", path);
    else if (of && strcmp(found, of) != 0)
        *error = must_printf("%s is of %s: name another file, or remove it", path, found);
    return !*error;
}

/* Takes the lines of a text that changes; the place of the first that is no exchange, or NULL. */
static char *take_lines(struct cassette *cassette, char *text)
{
    for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        json_t *exchange = json_read_bytes(line, (size_t)(end - line));
        if (!is_exchange(exchange)) {
            json_decref(exchange);
            return line;
        }
        cassette_add(cassette, exchange);
    }
    return NULL;
}

static struct cassette *read_lines(char *text, const char *path, const char *of, char **error)
{
    char *end = strchrnul(text, '\n');
    json_auto_t *head = json_read_bytes(text, (size_t)(end - text));
    if (!check_head(head, of, path, error))
        return NULL;
    struct cassette *cassette = cassette_new(get_text(head, "of"));
    cassette->scrubbed = get_true(head, "scrubbed");
    const char *wrong = *end ? take_lines(cassette, end + 1) : NULL;
    if (!wrong)
        return cassette;
    *error = must_printf("%s: no exchange: %.60s", path, wrong);
    cassette_free(cassette);
    return NULL;
}

struct cassette *cassette_read(const char *path, const char *of, char **error)
{
    size_t size;
    char *text = file_read(path, &size);
    if (!text) {
        *error = must_printf("%s: %s", path, strerror(errno));
        return NULL;
    }
    struct cassette *cassette = read_lines(text, path, of, error);
    free(text);
    return cassette;
}

static bool write_all(int file, const char *text, char **error)
{
    for (size_t size = strlen(text); size > 0;) {
        ssize_t written = write(file, text, size);
        if (written < 0) {
            *error = must_printf("what was read cannot be kept: %s", strerror(errno));
            return false;
        }
        text += written;
        size -= (size_t)written;
    }
    return true;
}

/* Cuts off a last line that was not written whole. */
static bool cut(int file)
{
    off_t end = lseek(file, 0, SEEK_END);
    for (char last = '\0'; end > 0; end--) {
        if (pread(file, &last, 1, end - 1) != 1)
            return false;
        if (last == '\n')
            break;
    }
    return ftruncate(file, end) == 0 && lseek(file, end, SEEK_SET) == end;
}

/* Behind the last whole line of a file, or behind a first line of our own. */
static bool begin(struct journal *journal, const char *of, char **error)
{
    if (!cut(journal->file))
        return false;
    journal->empty = lseek(journal->file, 0, SEEK_CUR) == 0;
    if (!journal->empty)
        return true;
    char *head = head_of(of, false);
    bool written = write_all(journal->file, head, error);
    free(head);
    return written;
}

struct journal *journal_open(const char *path, const char *of, char **error)
{
    struct journal *journal = must_zalloc(sizeof *journal);
    journal->file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (journal->file >= 0 && begin(journal, of, error))
        return journal;
    if (!*error)
        *error = must_printf("%s: %s", path, strerror(errno));
    journal_close(journal);
    return NULL;
}

bool journal_add(struct journal *journal, const json_t *exchange, char **error)
{
    struct text line = {0};
    add_line(&line, exchange);
    bool written = write_all(journal->file, line.data, error);
    text_free(&line);
    journal->empty = journal->empty && !written;
    return written;
}

bool journal_is_empty(const struct journal *journal)
{
    return journal->empty;
}

void journal_close(struct journal *journal)
{
    if (!journal)
        return;
    if (journal->file >= 0)
        close(journal->file);
    free(journal);
}
