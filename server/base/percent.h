#pragma once

/* The byte that "%xx" at the begin of a text stands for; -1 where the text begins with none. */
int percent_byte(const char *text);
