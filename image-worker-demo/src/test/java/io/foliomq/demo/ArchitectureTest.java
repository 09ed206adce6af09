package io.foliomq.demo;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The demo is an application like any other: what it knows of FolioMQ is the connection factory. */
class ArchitectureTest {
    private static final String FACTORY = "io.foliomq.jms.FolioConnectionFactory";

    private static final JavaClasses MAIN = new ClassFileImporter()
            // The predefined option does not know the build directory of -Dfast.
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("io.foliomq.demo");

    @Test
    void shouldSeeTheConnectionFactoryAlone() {
        DescribedPredicate<JavaClass> beneathJms = resideInAnyPackage("io.foliomq..", "com.sun.jna..", "org.agrona..")
                .and(DescribedPredicate.not(
                        resideInAPackage("io.foliomq.demo..").or(name(FACTORY))))
                .as("lie beneath jakarta.jms");
        noClasses().should().dependOnClassesThat(beneathJms).check(MAIN);
    }
}
