package io.foliomq.jms.selector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The identifiers and string literals of one selector, numbered as they appear. */
final class Symbols {
    private static final String RESERVED_PREFIX = "JMS";
    private static final Set<String> HEADER_FIELDS =
            Set.of("JMSDeliveryMode", "JMSPriority", "JMSMessageID", "JMSTimestamp", "JMSCorrelationID", "JMSType");

    private final Map<String, Identifier> identifiers = new LinkedHashMap<>();
    private final Map<String, TextLiteral> literals = new LinkedHashMap<>();

    /** Whether a selector may refer to the name: of the header fields it may to six (section 3.8.1.1). */
    static boolean isAllowed(String name) {
        return isPropertyName(name) || HEADER_FIELDS.contains(name);
    }

    /** Whether an identifier is the name of a property and not of a header field, known or to come. */
    static boolean isPropertyName(String name) {
        return !name.startsWith(RESERVED_PREFIX) || name.startsWith("JMSX") || name.startsWith("JMS_");
    }

    Identifier identifier(String name) {
        return identifiers.computeIfAbsent(name, unseen -> new Identifier(identifiers.size()));
    }

    TextLiteral literal(String text) {
        return literals.computeIfAbsent(text, unseen -> new TextLiteral(literals.size(), text));
    }

    List<String> identifiers() {
        return List.copyOf(identifiers.keySet());
    }

    List<TextLiteral> literals() {
        return List.copyOf(new ArrayList<>(literals.values()));
    }
}
