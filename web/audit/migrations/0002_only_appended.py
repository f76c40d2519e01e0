"""The journal is only appended: the database itself refuses anything else."""

from django.db import migrations

from web.audit.triggers import create


class Migration(migrations.Migration):
    """Triggers of the engine in use."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop, elidable=False)]
