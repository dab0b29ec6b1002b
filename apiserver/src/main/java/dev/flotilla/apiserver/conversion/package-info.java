/**
 * Shows custom resources in versions other than those they were written in, where their definition leaves that to a
 * webhook. Conversion happens where an object is read; what is stored is never rewritten.
 */
@NullMarked
package dev.flotilla.apiserver.conversion;

import org.jspecify.annotations.NullMarked;
