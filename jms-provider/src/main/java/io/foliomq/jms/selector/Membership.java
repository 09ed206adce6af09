package io.foliomq.jms.selector;

/**
 * IS NULL, IN and LIKE. A value that is not a string is in no list and like no pattern, and not "not in" and not "not like"
 * either: as with {@code <>}, operands of unlike types make the operation false.
 */
final class Membership {
    private Membership() {}

    record IsNull(int slot, boolean negated) implements Condition {
        @Override
        public Truth truth(PropertySource source) {
            return Truth.of((source.type(slot) == ValueType.NULL) != negated);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared: a node of a tree
    record In(int slot, TextLiteral[] literals, boolean negated) implements Condition {
        @Override
        public Truth truth(PropertySource source) {
            return switch (source.type(slot)) {
                case NULL -> Truth.UNKNOWN;
                case STRING -> Truth.of(isListed(source) != negated);
                default -> Truth.FALSE;
            };
        }

        private boolean isListed(PropertySource source) {
            for (TextLiteral literal : literals) {
                if (source.textEquals(slot, literal)) {
                    return true;
                }
            }
            return false;
        }
    }

    record Like(int slot, LikePattern pattern, boolean negated) implements Condition {
        @Override
        public Truth truth(PropertySource source) {
            return switch (source.type(slot)) {
                case NULL -> Truth.UNKNOWN;
                case STRING -> Truth.of(pattern.matches(source, slot) != negated);
                default -> Truth.FALSE;
            };
        }
    }
}
