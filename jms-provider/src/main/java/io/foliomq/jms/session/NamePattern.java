package io.foliomq.jms.session;

import java.util.regex.Pattern;

/** A name of a destination in which {@code *} stands for any characters. */
record NamePattern(String text, Pattern pattern) {
    static NamePattern of(String text) {
        String regex = Pattern.quote(text).replace("*", "\\E.*\\Q");
        return new NamePattern(text, Pattern.compile(regex, Pattern.DOTALL));
    }

    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }
}
