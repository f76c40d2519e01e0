import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=32, unique=True, verbose_name="ключ вывода")),
                ("question", models.CharField(max_length=40, verbose_name="вопрос")),
                ("kind", models.CharField(max_length=40, verbose_name="вид вывода")),
                ("unit_kind", models.CharField(max_length=20, verbose_name="о ком")),
                ("unit", models.CharField(db_index=True, max_length=200, verbose_name="код")),
                ("period", models.CharField(max_length=20, verbose_name="период")),
                (
                    "indicator",
                    models.CharField(blank=True, max_length=200, verbose_name="показатель"),
                ),
                ("area", models.CharField(blank=True, max_length=100, verbose_name="направление")),
                ("sure", models.CharField(max_length=20, verbose_name="уверенность")),
                ("sentence", models.TextField(verbose_name="вывод")),
                ("frozen", models.JSONField(verbose_name="числа на день решения")),
                ("threshold", models.TextField(blank=True, verbose_name="пороги на день решения")),
                ("profile_version", models.CharField(max_length=80, verbose_name="версия профиля")),
                ("figures_state", models.CharField(max_length=40, verbose_name="расчёт")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "ждёт решения"),
                            ("confirmed", "подтверждён"),
                            ("rejected", "отклонён"),
                        ],
                        max_length=20,
                        verbose_name="состояние",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="почему")),
                ("decided_by", models.CharField(max_length=64, verbose_name="кто решил")),
                ("decided_at", models.DateTimeField(verbose_name="когда решено")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="версия записи")),
            ],
            options={
                "ordering": ["unit", "period", "key"],
            },
        ),
    ]
