#pragma once

#include <curl/curl.h>
#include <stdint.h>

/*
 * libcurl, loaded when it is first needed: it brings two dozen libraries along, and most runs of the program
 * never call out. curl->easy_init() is curl_easy_init(). Where the program is linked statically, it is there
 * from the start.
 */
struct curl {
    void *library; /* of dlopen(); NULL where linked */
#define CURL_FUNCTION(name) __typeof__ (&curl_##name)(name);
#include "outbound/curl.def"
#undef CURL_FUNCTION
};

/* NULL, with a new text in *error, where the library is not on this machine. */
struct curl *curl_open(char **error);

/* Why a transfer came to no answer, its limit being that many ms: a new text. */
char *curl_reason(const struct curl *curl, CURL *handle, CURLcode code, int64_t limit);

/* Nothing that it made may be left. NULL does nothing. */
void curl_close(struct curl *curl);
