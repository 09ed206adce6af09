package io.foliomq.jms.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Random selectors with their meaning: each text comes with a function that says, in boxed values and without any of the code
 * under test, what it yields. A condition yields TRUE, FALSE or null; a value yields a Long, Float, Double, String, Boolean, null
 * for no value, or {@link #NO_NUMBER}.
 */
public final class ReferenceSelectors {
    static final Object NO_NUMBER = new Object();
    public static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "missing");

    private static final List<String> TEXTS = List.of("", "a", "ab", "ba", "a_b", "a%b", "x\uD83D\uDE00y", "ü", "aab");
    private static final List<String> PATTERNS =
            List.of("%", "_", "a%", "%b", "a!_b", "a!%b", "_%_", "%a%b%", "x_y", "", "ab");
    private static final List<String> OPERATORS = List.of("=", "<>", "<", "<=", ">", ">=");

    private final Random random;

    public ReferenceSelectors(Random random) {
        this.random = random;
    }

    public record Part(String text, Function<Map<String, Object>, Object> meaning) {
        public Object of(Map<String, Object> message) {
            return meaning.apply(message);
        }
    }

    public Map<String, Object> message() {
        return NAMES.stream()
                .filter(name -> !name.equals("missing") && random.nextInt(8) > 0)
                .collect(Collectors.toMap(name -> name, name -> value()));
    }

    private Object value() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextBoolean();
            case 1 -> (byte) (random.nextInt(7) - 3);
            case 2 -> random.nextInt(7) - 3;
            case 3 -> random.nextBoolean() ? random.nextLong() : Long.valueOf(random.nextInt(5));
            case 4 -> (random.nextInt(9) - 4) / 4f;
            case 5 -> (random.nextInt(9) - 4) / 4.0;
            default -> pick(TEXTS);
        };
    }

    public Part condition(int depth) {
        int choice = random.nextInt(depth > 0 ? 10 : 6);
        return switch (choice) {
            case 0 -> comparison(depth);
            case 1 -> between(depth);
            case 2 -> in();
            case 3 -> like();
            case 4 -> isNull();
            case 5 -> random.nextBoolean() ? name(ReferenceSelectors::asCondition) : constant();
            case 6 -> {
                Part operand = condition(depth - 1);
                yield new Part("NOT (" + operand.text + ")", m -> not(operand.of(m)));
            }
            default -> junction(depth, choice == 7 ? "AND" : "OR");
        };
    }

    private Part constant() {
        boolean value = random.nextBoolean();
        return new Part(value ? "TRUE" : "FALSE", m -> value);
    }

    private Part junction(int depth, String word) {
        List<Part> parts = new ArrayList<>();
        for (int i = random.nextInt(3) + 2; i > 0; i--) {
            parts.add(condition(depth - 1));
        }
        String text = parts.stream().map(part -> "(" + part.text + ")").collect(Collectors.joining(" " + word + " "));
        Boolean deciding = word.equals("OR");
        return new Part(text, message -> {
            List<Object> values = new ArrayList<>();
            parts.forEach(part -> values.add(part.of(message)));
            if (values.contains(deciding)) {
                return deciding;
            }
            return values.contains(null) ? null : !deciding;
        });
    }

    private Part comparison(int depth) {
        String operator = pick(OPERATORS);
        boolean isEquality = operator.equals("=") || operator.equals("<>");
        Part left;
        Part right;
        switch (random.nextInt(isEquality ? 4 : 2)) {
            case 0 -> {
                left = number(depth);
                right = number(depth);
            }
            case 1 -> {
                left = name(value -> value);
                right = name(value -> value);
            }
            case 2 -> {
                left = name(value -> value);
                String text = pick(TEXTS);
                right = new Part("'" + text + "'", m -> text);
            }
            default -> {
                left = constant();
                right = name(value -> value);
            }
        }
        return new Part(left.text + " " + operator + " " + right.text, m -> compare(left.of(m), operator, right.of(m)));
    }

    private Part between(int depth) {
        Part value = number(depth);
        Part low = number(depth);
        Part high = number(depth);
        boolean not = random.nextBoolean();
        return new Part(value.text + (not ? " NOT" : "") + " BETWEEN " + low.text + " AND " + high.text, m -> {
            Object above = compare(value.of(m), not ? "<" : ">=", low.of(m));
            Object below = compare(value.of(m), not ? ">" : "<=", high.of(m));
            Boolean deciding = not;
            if (deciding.equals(above) || deciding.equals(below)) {
                return deciding;
            }
            return above == null || below == null ? null : !deciding;
        });
    }

    private Part in() {
        String name = pick(NAMES);
        List<String> texts = List.of(pick(TEXTS), pick(TEXTS));
        boolean not = random.nextBoolean();
        String list = texts.stream().map(text -> "'" + text + "'").collect(Collectors.joining(","));
        return new Part(
                name + (not ? " NOT" : "") + " IN (" + list + ")", m -> onText(m.get(name), not, texts::contains));
    }

    private Part like() {
        String name = pick(NAMES);
        String pattern = pick(PATTERNS);
        boolean not = random.nextBoolean();
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '%' -> regex.append(".*");
                case '_' -> regex.append('.');
                case '!' -> regex.append(Pattern.quote(pattern.substring(++i, i + 1)));
                default -> regex.append(Pattern.quote(pattern.substring(i, i + 1)));
            }
        }
        Pattern compiled = Pattern.compile(regex.toString(), Pattern.DOTALL);
        return new Part(
                name + (not ? " NOT" : "") + " LIKE '" + pattern + "' ESCAPE '!'",
                m -> onText(m.get(name), not, text -> compiled.matcher(text).matches()));
    }

    private static Object onText(Object value, boolean not, Function<String, Boolean> test) {
        if (value == null) {
            return null;
        }
        return value instanceof String text && test.apply(text) != not;
    }

    private Part isNull() {
        String name = pick(NAMES);
        boolean not = random.nextBoolean();
        return new Part(name + " IS " + (not ? "NOT " : "") + "NULL", m -> (m.get(name) == null) != not);
    }

    private Part number(int depth) {
        switch (random.nextInt(depth > 0 ? 6 : 3)) {
            case 0:
                return name(value -> value);
            case 1:
                long exact = random.nextInt(7);
                return new Part(Long.toString(exact), m -> exact);
            case 2:
                return random.nextBoolean() ? new Part("0.25", m -> 0.25) : new Part("1.5f", m -> 1.5f);
            case 3:
                Part operand = number(depth - 1);
                return new Part("-(" + operand.text + ")", m -> negate(operand.of(m)));
            default:
                return chain(depth);
        }
    }

    private Part chain(int depth) {
        Part left = number(depth - 1);
        Part right = number(depth - 1);
        char operator = "+-*/".charAt(random.nextInt(4));
        return new Part(
                "(" + left.text + ") " + operator + " (" + right.text + ")",
                m -> calculate(asNumber(left.of(m)), operator, asNumber(right.of(m))));
    }

    private Part name(Function<Object, Object> view) {
        String name = pick(NAMES);
        return new Part(name, m -> view.apply(m.get(name)));
    }

    private static Object asCondition(Object value) {
        return value == null || value instanceof Boolean ? value : Boolean.FALSE;
    }

    private static Object asNumber(Object value) {
        if (value instanceof Byte || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        return value == null || value instanceof Number ? value : NO_NUMBER;
    }

    private static Object negate(Object operand) {
        Object value = asNumber(operand);
        if (value instanceof Long number) {
            return -number;
        }
        if (value instanceof Float number) {
            return -number;
        }
        return value instanceof Double number ? (Object) (-number) : value;
    }

    private static Object calculate(Object left, char operator, Object right) {
        if (!(left instanceof Number)) {
            return left;
        }
        if (!(right instanceof Number)) {
            return right;
        }
        if (left instanceof Long x && right instanceof Long y) {
            return operator == '/' && y == 0 ? null : (Object) calculate(x.longValue(), operator, y.longValue());
        }
        Number x = (Number) left;
        Number y = (Number) right;
        if (left instanceof Double || right instanceof Double) {
            double a = x.doubleValue();
            double b = y.doubleValue();
            return operator == '+' ? a + b : operator == '-' ? a - b : operator == '*' ? a * b : a / b;
        }
        float a = x.floatValue();
        float b = y.floatValue();
        return operator == '+' ? a + b : operator == '-' ? a - b : operator == '*' ? a * b : a / b;
    }

    private static long calculate(long a, char operator, long b) {
        return operator == '+' ? a + b : operator == '-' ? a - b : operator == '*' ? a * b : a / b;
    }

    private static Object compare(Object leftValue, String operator, Object rightValue) {
        if (leftValue == null || rightValue == null) {
            return null;
        }
        Object left = leftValue instanceof Number ? asNumber(leftValue) : leftValue;
        Object right = rightValue instanceof Number ? asNumber(rightValue) : rightValue;
        if (left instanceof Number x && right instanceof Number y) {
            return compareNumbers(x, operator, y);
        }
        if (left == NO_NUMBER || right == NO_NUMBER || left.getClass() != right.getClass()) {
            return false;
        }
        return switch (operator) {
            case "=" -> left.equals(right);
            case "<>" -> !left.equals(right);
            default -> false;
        };
    }

    private static boolean compareNumbers(Number x, String operator, Number y) {
        if (x instanceof Long && y instanceof Long) {
            int order = Long.compare(x.longValue(), y.longValue());
            return holds(operator, order < 0, order == 0, order > 0);
        }
        boolean isDouble = x instanceof Double || y instanceof Double;
        double a = isDouble ? x.doubleValue() : x.floatValue();
        double b = isDouble ? y.doubleValue() : y.floatValue();
        return holds(operator, a < b, a == b, a > b);
    }

    private static boolean holds(String operator, boolean less, boolean equal, boolean greater) {
        return switch (operator) {
            case "=" -> equal;
            case "<>" -> !equal;
            case "<" -> less;
            case "<=" -> less || equal;
            case ">" -> greater;
            default -> greater || equal;
        };
    }

    private static Object not(Object truth) {
        return truth == null ? null : !(Boolean) truth;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
