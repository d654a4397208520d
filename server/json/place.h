#pragma once

/* Where something stands in a text: both count from 1, columns in characters. */
struct json_place {
    int line, column;
};

/*
 * Where the value stands that a JSON pointer (RFC 6901) names, in a text that json_read() takes: the first
 * character of an item, or of a member's name. A pointer that leads nowhere names what holds it, so that a
 * member that is missing is found at its object.
 */
struct json_place json_place(const char *text, const char *pointer);
