"""Operations of messaging that are not one of the five verbs."""
