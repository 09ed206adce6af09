package io.foliomq.jms.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which classes a received {@code ObjectMessage} may be read into: an allow-list, empty by default, and then nothing is read at
 * all. An entry is a class, with the classes nested in it, or a package, with its subpackages; {@code *} is everything. As soon
 * as there is an entry, {@code String}, the boxes of the primitives and arrays of what is allowed are, too. Immutable.
 */
public final class ObjectPolicy {
    /** The key of the setting, for messages. */
    public static final String SETTING = "jms.trustedPackages";

    private static final ObjectPolicy NOTHING = new ObjectPolicy(List.of());
    private static final String EVERYTHING = "*";
    private static final Set<String> VALUE_CLASSES = Set.of(
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Double",
            "java.lang.Enum",
            "java.lang.Float",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Number",
            "java.lang.Object",
            "java.lang.Short",
            "java.lang.String");

    private final List<String> trusted;

    private ObjectPolicy(List<String> trusted) {
        this.trusted = trusted;
    }

    /** Nothing is read: the default. */
    public static ObjectPolicy trustNothing() {
        return NOTHING;
    }

    /** Reads the named classes and all classes of the named packages; {@code *} is all. Blank entries are ignored. */
    public static ObjectPolicy trusting(Collection<String> packagesAndClasses) {
        List<String> entries = new ArrayList<>();
        for (String entry : packagesAndClasses) {
            String name = entry.strip();
            if (name.endsWith(".*")) {
                name = name.substring(0, name.length() - 2);
            }
            if (!name.isEmpty()) {
                entries.add(name);
            }
        }
        return entries.isEmpty() ? NOTHING : new ObjectPolicy(List.copyOf(entries));
    }

    /** Reads {@link #trusting(Collection)} from a comma separated list, the value of {@value #SETTING}. */
    public static ObjectPolicy parse(String commaSeparated) {
        return trusting(List.of(commaSeparated.split(",", -1)));
    }

    boolean trustsNothing() {
        return trusted.isEmpty();
    }

    /** Whether the class of that binary name, which is no array and no primitive, may be read. */
    boolean trusts(String className) {
        if (trustsNothing()) {
            return false;
        }
        if (VALUE_CLASSES.contains(className)) {
            return true;
        }
        for (String entry : trusted) {
            if (entry.equals(EVERYTHING) || className.equals(entry) || isInside(className, entry)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInside(String className, String entry) {
        if (className.length() <= entry.length() || !className.startsWith(entry)) {
            return false;
        }
        char next = className.charAt(entry.length());
        return next == '.' || next == '$';
    }

    /** The entries, for messages. */
    @Override
    public String toString() {
        return trusted.toString();
    }
}
