package io.foliomq.jms.conformance;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.foliomq.jms.testing.Checklist;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docs/jms-conformance.md}: the behaviours, the tests that cover them, and what there is to remark. */
final class ConformancePage {
    private static final Pattern BEHAVIOUR = Pattern.compile("(\\d+)\\. (.*)");
    private static final String HEAD = """
            # Conformance to Jakarta Messaging 3.1

            Each behaviour that the specification asks for, and the tests that cover it. `§n` = section of the specification, `J:` =
            Javadoc of `jakarta.jms`, `M` = common practice. Made from the annotations of the tests; do not edit. To make it anew:

                ./mvnw -pl jms-provider -am test -Dtest=ConformancePageTest -Dsurefire.failIfNoSpecifiedTests=false -Dconformance.write=true
            """;

    private final Map<Integer, SortedSet<String>> tests = new TreeMap<>();
    private final Map<Integer, String> behaviours = new TreeMap<>();
    private final StringBuilder text = new StringBuilder(HEAD);

    ConformancePage() {
        for (JavaClass type : new ClassFileImporter().importPackages("io.foliomq.jms")) {
            addTests(type);
        }
        Properties remarks = new Properties();
        try (InputStream in = resource("remarks.properties")) {
            remarks.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String line : read("behaviours.md").split("\n")) {
            addLine(line, remarks);
        }
    }

    /** Numbers of behaviours that no test covers. */
    SortedSet<Integer> untested() {
        SortedSet<Integer> untested = new TreeSet<>(behaviours.keySet());
        untested.removeAll(tests.keySet());
        return untested;
    }

    /** Numbers in annotations that no behaviour has. */
    SortedSet<Integer> unknown() {
        SortedSet<Integer> unknown = new TreeSet<>(tests.keySet());
        unknown.removeAll(behaviours.keySet());
        return unknown;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void addTests(JavaClass type) {
        type.tryGetAnnotationOfType(Checklist.class)
                .ifPresent(checklist -> add(checklist, "`" + type.getSimpleName() + "`"));
        for (JavaMethod method : type.getMethods()) {
            method.tryGetAnnotationOfType(Checklist.class)
                    .ifPresent(checklist -> add(checklist, "`" + type.getSimpleName() + "." + method.getName() + "`"));
        }
    }

    private void add(Checklist checklist, String test) {
        for (int number : checklist.value()) {
            tests.computeIfAbsent(number, unseen -> new TreeSet<>()).add(test);
        }
    }

    private void addLine(String line, Properties remarks) {
        Matcher behaviour = BEHAVIOUR.matcher(line);
        if (!behaviour.matches()) {
            text.append("\n").append(line).append("\n\n| | behaviour | tests | remark |\n|---|---|---|---|\n");
            return;
        }
        int number = Integer.parseInt(behaviour.group(1));
        behaviours.put(number, behaviour.group(2));
        text.append("| ").append(number);
        text.append(" | ").append(behaviour.group(2).replace("|", "\\|"));
        text.append(" | ").append(String.join(", ", tests.getOrDefault(number, new TreeSet<>())));
        text.append(" | ").append(remarks.getProperty(behaviour.group(1), "")).append(" |\n");
    }

    private static String read(String name) {
        try (InputStream in = resource(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        InputStream in = ConformancePage.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("no such resource: name=" + name);
        }
        return in;
    }
}
