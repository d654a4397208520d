#pragma once

/* Of the SQLite that is linked at run time. Borrowed. */
const char *store_library_version(void);
