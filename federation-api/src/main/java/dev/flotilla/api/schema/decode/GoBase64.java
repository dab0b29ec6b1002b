package dev.flotilla.api.schema.decode;

import java.util.Base64;

/** Base64 as strictly as Go's standard encoding takes it. */
final class GoBase64 {
    private GoBase64() {}

    static byte[] decode(String text) {
        if (text.length() % 4 != 0) {
            throw new IllegalArgumentException("the length of base64 text must be a multiple of four");
        }
        return Base64.getDecoder().decode(text);
    }

    /**
     * Where Go sees the error: at the first byte outside the alphabet, else where a group of four begins that is cut
     * short.
     */
    static int errorAt(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '/');
            if (!letter) {
                boolean padding = c == '=' && i % 4 >= 2;
                return padding ? Math.min(text.length(), (i / 4 + 1) * 4) : i;
            }
        }
        return text.length() - text.length() % 4;
    }
}
