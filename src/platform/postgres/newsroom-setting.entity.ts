import { Column, Entity, PrimaryColumn } from 'typeorm';

// What was fixed when the stores were first filled and must never differ afterwards: the number of partitions.
@Entity('newsroom_setting')
export class NewsroomSetting {
  @PrimaryColumn('text')
  name!: string;

  @Column('text')
  value!: string;
}
