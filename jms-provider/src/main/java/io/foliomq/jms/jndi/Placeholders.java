package io.foliomq.jms.jndi;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.ConfigurationException;
import org.jspecify.annotations.Nullable;

/** <code>${key}</code> and <code>${key:-default}</code> in the values of properties. */
record Placeholders(Map<String, String> properties) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}:]+)(?::-([^}]*))?}");

    String fill(String value) throws ConfigurationException {
        Matcher matcher = PLACEHOLDER.matcher(value);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(filled, Matcher.quoteReplacement(valueOf(matcher.group(1), matcher.group(2))));
        }
        return matcher.appendTail(filled).toString();
    }

    private String valueOf(String key, @Nullable String otherwise) throws ConfigurationException {
        for (String found : new @Nullable String[] {properties.get(key), System.getProperty(key), System.getenv(key)}) {
            if (found != null) {
                return found;
            }
        }
        if (otherwise == null) {
            throw new ConfigurationException("placeholder without a value: key=" + key
                    + ", accepted=a property, a system property, an environment variable, or ${" + key + ":-default}");
        }
        return otherwise;
    }
}
