#pragma once

/* A small picture for a connector, made of its name: initials on a disc of its own colour. SVG; a new text.
 */
char *icon_of(const char *name);
