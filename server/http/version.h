#pragma once

/* Of the libmicrohttpd that is linked at run time. Borrowed. */
const char *http_library_version(void);
